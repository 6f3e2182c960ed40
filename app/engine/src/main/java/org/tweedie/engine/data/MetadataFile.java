package org.tweedie.engine.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.file.CsvReader;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.JsonFault;
import org.tweedie.engine.file.WholeFile;
import org.tweedie.engine.problem.Closest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file {@code metadata.csv} or {@code metadata.jsonl} beside images, in UTF-8: a table with a
 * heading, or an object a line.
 *
 * @param folder the name of the folder with all images, for messages
 * @param root that folder
 * @param path the file, from there
 */
record MetadataFile(String folder, Path root, Path path) {

  private static final String CSV = "metadata.csv";
  private static final String JSON_LINES = "metadata.jsonl";
  private static final String FILE_NAME = "file_name";
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A row.
   *
   * @param place file and line, for messages
   * @param image the image's path below the folder, with slashes
   * @param cells the other cells by their columns; those without anything are left out
   */
  record Line(String place, String image, Map<String, String> cells) {

    Optional<String> cell(String column) {
      return Optional.ofNullable(cells.get(column));
    }
  }

  static boolean isOne(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.equals(CSV) || name.equals(JSON_LINES);
  }

  /** The file's name in messages. */
  String name() {
    return folder + "/" + slashed(path);
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  /**
   * All rows.
   *
   * @throws DataException with file and line, if it cannot be read
   */
  List<Line> lines() {
    List<String> wrong = new ArrayList<>();
    List<Line> lines = path.endsWith(CSV) ? table(wrong) : objects(wrong);
    FolderMetadata.refuse(wrong);
    return lines;
  }

  private String text() {
    try {
      byte[] bytes = WholeFile.read(root.resolve(path));
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new DataException("%s is not in UTF-8. Save it so.".formatted(name()), e);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s.".formatted(name(), e.getMessage()), e);
    }
  }

  private List<Line> table(List<String> wrong) {
    List<CsvReader.Row> rows;
    try {
      rows = CsvReader.read(text(), name());
    } catch (FileFormatException e) {
      throw new DataException(e.getMessage() + ".\nPlease mend the file.", e);
    }
    if (rows.isEmpty()) {
      throw new DataException(
          "%s is empty. Its first line names its columns: file_name,text.".formatted(name()));
    }
    List<String> columns = rows.get(0).cells().stream().map(String::strip).toList();
    check(columns, rows.get(0).line());
    List<Line> lines = new ArrayList<>();
    for (CsvReader.Row row : rows.subList(1, rows.size())) {
      String place = name() + ":" + row.line();
      if (row.cells().size() != columns.size()) {
        wrong.add(
            "%s: the row has %d cells, and there are %d columns"
                .formatted(place, row.cells().size(), columns.size()));
        continue;
      }
      Map<String, String> cells = new LinkedHashMap<>();
      for (int k = 0; k < columns.size(); k++) {
        put(cells, columns.get(k), row.cells().get(k));
      }
      line(place, cells, wrong).ifPresent(lines::add);
    }
    return lines;
  }

  private void check(List<String> columns, int line) {
    if (!columns.contains(FILE_NAME)) {
      throw new DataException(
          "%s:%d: there is no column 'file_name', which says of which image a row is.%s The columns are: %s."
              .formatted(
                  name(), line, Closest.question(FILE_NAME, columns), String.join(", ", columns)));
    }
    if (new HashSet<>(columns).size() < columns.size() || columns.contains("")) {
      throw new DataException(
          "%s:%d: each column has a name of its own, and these are: %s."
              .formatted(name(), line, String.join(", ", columns)));
    }
  }

  private List<Line> objects(List<String> wrong) {
    String[] texts = text().split("\r\n|\r|\n", -1);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      if (!texts[i].isBlank()) {
        String place = name() + ":" + (i + 1);
        object(place, texts[i], wrong)
            .flatMap(cells -> line(place, cells, wrong))
            .ifPresent(lines::add);
      }
    }
    return lines;
  }

  private static Optional<Map<String, String>> object(
      String place, String text, List<String> wrong) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      // Each line is read by itself, so what is said of lines is of no use.
      wrong.add(
          place + ": " + JsonFault.words(e).replaceAll("\\(line 1, (column \\d+)\\)", "($1)"));
      return Optional.empty();
    }
    if (node == null || !node.isObject()) {
      wrong.add(place + ": it is no object, as in {\"file_name\": \"1.png\", \"text\": \"a cat\"}");
      return Optional.empty();
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (!value.isNull()) {
        put(cells, field.getKey(), value.isString() ? value.asString() : value.toString());
      }
    }
    return Optional.of(cells);
  }

  private static void put(Map<String, String> cells, String column, String text) {
    String stripped = text.strip();
    if (!stripped.isEmpty()) {
      cells.put(column, stripped);
    }
  }

  private Optional<Line> line(String place, Map<String, String> cells, List<String> wrong) {
    String image = cells.remove(FILE_NAME);
    if (image == null) {
      wrong.add(
          "%s: it does not say of which image it is: 'file_name' is missing%s"
              .formatted(place, path.endsWith(CSV) ? "" : " of " + cells.keySet()));
      return Optional.empty();
    }
    return Optional.of(new Line(place, below(image), cells));
  }

  /** From the folder of all images, as images are named. */
  private String below(String image) {
    String folderOfFile =
        Optional.ofNullable(path.getParent()).map(MetadataFile::slashed).orElse("");
    String whole = (folderOfFile.isEmpty() ? "" : folderOfFile + "/") + image.replace('\\', '/');
    List<String> parts = new ArrayList<>();
    for (String part : whole.split("/")) {
      if (part.equals("..") && !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..")) {
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
