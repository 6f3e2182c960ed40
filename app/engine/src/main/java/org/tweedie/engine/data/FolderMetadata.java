package org.tweedie.engine.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tweedie.api.data.DataException;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.data.MetadataFile.Line;
import org.tweedie.engine.problem.Closest;

/**
 * What files {@code metadata.csv} and {@code metadata.jsonl} beside images say of them, by the
 * convention of Hugging Face's library datasets: {@code file_name} is an image, as a path from the
 * file's folder, {@code text} its caption, {@code label} its class. Every other column of numbers
 * alone is a number of each image; what else there is, is not read.
 *
 * @param classes the names of the classes in the order of their labels; empty where no file has
 *     labels
 * @param numbers the names of the numbers, in the order of the files
 * @param hasCaptions whether any image has a caption
 * @param rows what is said of each image, by its path below the folder
 * @param notes sentences about what is not read
 */
record FolderMetadata(
    List<String> classes,
    List<String> numbers,
    boolean hasCaptions,
    Map<String, Row> rows,
    List<String> notes) {

  /** No file says anything. */
  static final FolderMetadata NONE =
      new FolderMetadata(List.of(), List.of(), false, Map.of(), List.of());

  private static final String TEXT = "text";
  private static final String LABEL = "label";

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,5}");

  /** How many problems, rows or images are named. */
  private static final int NAMED = 3;

  /**
   * What is said of an image.
   *
   * @param caption a text that describes it
   * @param label its class or {@link Condition#NONE}
   * @param numbers of each column of numbers its own, NaN where there is none
   */
  record Row(Optional<String> caption, int label, float[] numbers) {}

  /**
   * Reads all such files of a folder.
   *
   * @param folder its name, for messages
   * @param root the folder
   * @param files all files below it, as paths from it
   * @param images the images among them, with slashes
   * @throws DataException with file and row of all that is wrong
   */
  static FolderMetadata read(String folder, Path root, List<Path> files, List<String> images) {
    List<Line> lines = new ArrayList<>();
    Set<Optional<Path>> folders = new LinkedHashSet<>();
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      if (MetadataFile.isOne(file)) {
        MetadataFile read = new MetadataFile(folder, root, file);
        if (!folders.add(Optional.ofNullable(file.getParent()))) {
          throw new DataException(
              "There are %s and %s in one folder, and nobody knows which counts. Keep one."
                  .formatted(names.get(names.size() - 1), read.name()));
        }
        names.add(read.name());
        lines.addAll(read.lines());
      }
    }
    return names.isEmpty() ? NONE : new Building(names, lines, images).metadata();
  }

  /** Refuses what is wrong, if anything is. */
  static void refuse(List<String> wrong) {
    if (!wrong.isEmpty()) {
      int more = wrong.size() - NAMED;
      throw new DataException(
          String.join("\n", wrong.subList(0, Math.min(NAMED, wrong.size())))
              + (more > 0 ? "\nand " + more + " more like that" : "")
              + "\nPlease mend the file.");
    }
  }

  /** What is said of an image; nothing where no row is about it. */
  Row of(String image) {
    float[] unknown = new float[numbers.size()];
    Arrays.fill(unknown, Float.NaN);
    return rows.getOrDefault(image, new Row(Optional.empty(), Condition.NONE, unknown));
  }

  /** From the rows of all files to what they say. */
  private record Building(List<String> files, List<Line> lines, List<String> images) {

    FolderMetadata metadata() {
      Map<String, Line> byImage = byImage();
      Set<String> columns = new LinkedHashSet<>();
      lines.forEach(line -> columns.addAll(line.cells().keySet()));
      List<String> notes = new ArrayList<>();
      List<String> numbers = new ArrayList<>();
      for (String column : columns) {
        if (!column.equals(TEXT) && !column.equals(LABEL)) {
          Optional<Line> odd =
              lines.stream()
                  .filter(line -> line.cell(column).filter(it -> !isNumber(it)).isPresent())
                  .findFirst();
          if (odd.isEmpty()) {
            numbers.add(column);
          } else {
            notes.add(
                "%s: the column '%s' is not read, since '%s' is no number."
                    .formatted(odd.get().place(), column, odd.get().cell(column).orElseThrow()));
          }
        }
      }
      numbers.removeIf(column -> lines.stream().allMatch(line -> line.cell(column).isEmpty()));
      boolean hasCaptions = lines.stream().anyMatch(line -> line.cell(TEXT).isPresent());
      List<String> classes = classes();
      if (!hasCaptions && classes.isEmpty() && numbers.isEmpty()) {
        throw new DataException(
            "%s says nothing of images: no row has a 'text', a 'label' or a number. Its columns, beside file_name: %s.%s"
                .formatted(
                    String.join(" and ", files),
                    columns.isEmpty() ? "none" : String.join(", ", columns),
                    question(columns)));
      }
      notes.addAll(missing(byImage.keySet()));
      Map<String, Row> rows = new LinkedHashMap<>();
      byImage.forEach((image, line) -> rows.put(image, row(line, classes, numbers)));
      return new FolderMetadata(
          classes, List.copyOf(numbers), hasCaptions, rows, List.copyOf(notes));
    }

    private static String question(Set<String> columns) {
      return columns.stream()
          .filter(column -> !Closest.question(column, List.of(TEXT, LABEL)).isEmpty())
          .map(column -> Closest.question(column, List.of(TEXT, LABEL)))
          .findFirst()
          .orElse(" Captions stand in the column 'text'.");
    }

    private Map<String, Line> byImage() {
      Map<String, Line> byImage = new LinkedHashMap<>();
      List<String> wrong = new ArrayList<>();
      for (Line line : lines) {
        Line before = byImage.putIfAbsent(line.image(), line);
        if (before != null) {
          wrong.add(
              "%s: '%s' has a row already, %s"
                  .formatted(line.place(), line.image(), before.place()));
        }
      }
      refuse(wrong);
      if (Collections.disjoint(byImage.keySet(), images)) {
        throw new DataException(
            "%s names no image that is there%s. The names are paths from the file's own folder."
                .formatted(
                    String.join(" and ", files),
                    byImage.keySet().stream()
                        .findFirst()
                        .map(first -> ": there is no '" + first + "', say")
                        .orElse("")));
      }
      return byImage;
    }

    /** Sentences about rows without an image and images without a row. */
    private List<String> missing(Set<String> named) {
      Set<String> there = new LinkedHashSet<>(images);
      List<String> notes = new ArrayList<>();
      List<String> lost =
          lines.stream()
              .filter(line -> !there.contains(line.image()))
              .map(line -> line.image() + " (" + line.place() + ")")
              .toList();
      if (!lost.isEmpty()) {
        notes.add(
            "%d of the %d rows of %s %s images that are not there: %s."
                .formatted(
                    lost.size(),
                    lines.size(),
                    String.join(" and ", files),
                    lost.size() == 1 ? "names one of the" : "name",
                    some(lost)));
      }
      List<String> unsaid = images.stream().filter(image -> !named.contains(image)).toList();
      if (!unsaid.isEmpty()) {
        notes.add(
            "%d of the %d images have no row in %s, so nothing is known of them: %s."
                .formatted(unsaid.size(), images.size(), String.join(" or ", files), some(unsaid)));
      }
      return notes;
    }

    private static String some(List<String> names) {
      return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
          + (names.size() > NAMED ? " and others" : "");
    }

    private List<String> classes() {
      List<String> labels =
          lines.stream().map(line -> line.cell(LABEL)).flatMap(Optional::stream).toList();
      if (labels.isEmpty() || !labels.stream().allMatch(label -> WHOLE.matcher(label).matches())) {
        return List.copyOf(new TreeSet<>(labels));
      }
      int most = labels.stream().mapToInt(Integer::parseInt).max().orElse(0);
      List<String> classes = new ArrayList<>();
      for (int label = 0; label <= most; label++) {
        classes.add(String.valueOf(label));
      }
      return classes;
    }

    private static Row row(Line line, List<String> classes, List<String> numbers) {
      float[] values = new float[numbers.size()];
      for (int k = 0; k < values.length; k++) {
        values[k] = line.cell(numbers.get(k)).map(Float::parseFloat).orElse(Float.NaN);
      }
      return new Row(
          line.cell(TEXT),
          line.cell(LABEL).map(label -> labelOf(label, classes)).orElse(Condition.NONE),
          values);
    }

    /** Whole numbers may be written with zeros before them. */
    private static int labelOf(String label, List<String> classes) {
      int named = classes.indexOf(label);
      return named >= 0 ? named : Integer.parseInt(label);
    }

    private static boolean isNumber(String text) {
      return NUMBER.matcher(text).matches() && Float.isFinite(Float.parseFloat(text));
    }
  }

  /** Whether a file says the classes, and no folders do. */
  boolean hasLabels() {
    return !classes.isEmpty();
  }
}
