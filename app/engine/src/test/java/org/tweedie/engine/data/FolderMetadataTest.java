package org.tweedie.engine.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Condition;
import org.tweedie.laws.contract.DataSourceContract;

class FolderMetadataTest {

  @TempDir Path folder;
  private TestImages images;

  @BeforeEach
  void writeImages() {
    images = new TestImages(folder);
    for (int i = 1; i <= 4; i++) {
      images.write(i + ".png", TestImages.filled(2, 2, 0xff000000 | i));
    }
  }

  private ImageFolder source() {
    return new ImageFolder(
        new ImageFolder.Options(folder.toString(), 0, false, "#000000", 0.5, 256));
  }

  private void csv(String... lines) {
    write("metadata.csv", lines);
  }

  private void write(String file, String... lines) {
    images.write(file, String.join("\n", lines).getBytes(UTF_8));
  }

  /** What is said of the image whose blue is this. */
  private static Said said(DataSource source, int blue) {
    for (Examples examples : List.of(source.train(), source.test())) {
      for (int i = 0; i < examples.size(); i++) {
        float read = DataSourceContract.read(source, examples, i)[2];
        if (source.description().levels().orElseThrow().level(read) == blue) {
          return new Said(examples.caption(i), examples.label(i), examples.numbers(i));
        }
      }
    }
    throw new AssertionError("no image " + blue);
  }

  private record Said(Optional<String> caption, int label, float[] numbers) {}

  @Nested
  class Contract extends DataSourceContract {
    @Override
    protected DataSource construct() {
      csv(
          "file_name,text,label,height",
          "1.png,\"a cat, asleep\",cat,1.5",
          "2.png,a dog,dog,-2",
          "3.png,another dog,dog,",
          "4.png,,cat,1e2");
      return source();
    }
  }

  @Test
  void captionsClassesAndNumbersComeFromTheTable() {
    csv(
        "\uFEFFfile_name,text,label,height,breed",
        "1.png,\"a cat, asleep\",cat,1.5,tabby",
        "./2.png,a dog,dog,-2,",
        "3.png,another dog,dog,,",
        "4.png,,cat,1e2,");
    ImageFolder source = source();
    assertThat(source.description().classes()).containsExactly("cat", "dog");
    assertThat(source.description().numbers()).containsExactly("height");
    assertThat(source.description().hasCaptions()).isTrue();
    assertThat(said(source, 1).caption()).contains("a cat, asleep");
    assertThat(said(source, 1).numbers()).containsExactly(1.5f);
    assertThat(said(source, 2).label()).isEqualTo(1);
    assertThat(said(source, 2).numbers()).containsExactly(-2f);
    assertThat(said(source, 3).numbers()).containsExactly(Float.NaN);
    assertThat(said(source, 4).caption()).isEmpty();
    assertThat(said(source, 4).numbers()).containsExactly(100f);
    assertThat(source.notes())
        .containsExactly(
            folder
                + "/metadata.csv:2: the column 'breed' is not read, since 'tabby' is no number.");
  }

  @Test
  void linesOfJsonSayTheSame() {
    write(
        "metadata.jsonl",
        "{\"file_name\": \"1.png\", \"text\": \"a \\\"cat\\\"\", \"label\": 2, \"height\": 1.5}",
        "",
        "{\"file_name\": \"2.png\", \"label\": 0, \"height\": null, \"text\": null}",
        "{\"file_name\": \"3.png\", \"height\": -3}",
        "{\"file_name\": \"4.png\"}");
    ImageFolder source = source();
    assertThat(source.description().classes()).containsExactly("0", "1", "2");
    assertThat(source.description().numbers()).containsExactly("height");
    assertThat(said(source, 1).caption()).contains("a \"cat\"");
    assertThat(said(source, 1).label()).isEqualTo(2);
    assertThat(said(source, 2).label()).isZero();
    assertThat(said(source, 2).caption()).isEmpty();
    assertThat(said(source, 2).numbers()).containsExactly(Float.NaN);
    assertThat(said(source, 3).label()).isEqualTo(Condition.NONE);
    assertThat(said(source, 3).numbers()).containsExactly(-3f);
  }

  @Test
  void eachFolderMayHaveItsOwnFileAndClassesAreThoseOfTheFolders() {
    images.writeCatsAndDogs();
    for (int i = 1; i <= 4; i++) {
      assertThat(folder.resolve(i + ".png").toFile().delete()).isTrue();
    }
    write("cat/metadata.csv", "file_name,text", "3.PNG,a cat");
    write("dog/metadata.jsonl", "{\"file_name\": \"deeper/3.png\", \"text\": \"a dog\"}");
    ImageFolder source = source();
    assertThat(source.description().classes()).containsExactly("cat", "dog");
    List<String> captions = new ArrayList<>();
    for (Examples examples : List.of(source.train(), source.test())) {
      for (int i = 0; i < examples.size(); i++) {
        int label = examples.label(i);
        examples.caption(i).ifPresent(caption -> captions.add(label + caption));
      }
    }
    assertThat(captions).containsExactlyInAnyOrder("0a cat", "1a dog");
    assertThat(source.notes())
        .singleElement()
        .asString()
        .startsWith("38 of the 40 images have no row in " + folder + "/cat/metadata.csv or ");
  }

  @Test
  void rowsWithoutImagesAndImagesWithoutRowsAreToldWithTheirCounts() {
    csv("file_name,text", "1.png,one", "5.png,five", "6.png,six");
    String file = folder + "/metadata.csv";
    assertThat(source().notes())
        .containsExactly(
            "2 of the 3 rows of %s name images that are not there: 5.png (%s:3), 6.png (%s:4)."
                .formatted(file, file, file),
            "3 of the 4 images have no row in %s, so nothing is known of them: 2.png, 3.png, 4.png."
                .formatted(file));
  }

  @Test
  void withoutSuchAFileNothingIsSaid() {
    ImageFolder source = source();
    assertThat(source.description().hasCaptions()).isFalse();
    assertThat(source.description().numbers()).isEmpty();
    assertThat(source.notes()).isEmpty();
  }

  private void isRefused(String... parts) {
    assertThatThrownBy(this::source)
        .isInstanceOf(DataException.class)
        .message()
        .contains(
            Stream.of(parts).map(part -> part.replace("FILE", folder + "/metadata")).toList());
  }

  @Test
  void whatIsWrongIsToldWithFileAndRow() {
    csv("file,text", "1.png,one");
    isRefused("FILE.csv:1: there is no column 'file_name'", "The columns are: file, text.");
    csv("file_name,text,text", "1.png,one,two");
    isRefused("FILE.csv:1: each column has a name of its own");
    csv("file_name,text", "1.png,one", "2.png", "3.png,three,more", ",nothing");
    isRefused(
        "FILE.csv:3: the row has 1 cells, and there are 2 columns",
        "FILE.csv:4: the row has 3 cells",
        "FILE.csv:5: it does not say of which image it is");
    csv("file_name,text", "1.png,one", "1.png,two");
    isRefused("FILE.csv:3: '1.png' has a row already, FILE.csv:2");
    csv("file_name,text", "1.png,\"one", "2.png,two");
    isRefused("FILE.csv:2: a quotation mark is never closed");
    csv("file_name,txt", "1.png,one");
    isRefused("FILE.csv says nothing of images", "txt", "Did you mean 'text'?");
    csv("file_name,text", "images/1.png,one");
    isRefused("FILE.csv names no image that is there: there is no 'images/1.png', say");
    csv("");
    isRefused("FILE.csv is empty");
    images.write("metadata.csv", new byte[] {'f', (byte) 0xff, (byte) 0xfe});
    isRefused("FILE.csv is not in UTF-8");
    write("metadata.csv", "file_name,text", "1.png,one");
    write("metadata.jsonl", "{\"file_name\": \"1.png\", \"text\": \"one\"}");
    isRefused("in one folder, and nobody knows which counts");
  }

  @Test
  void brokenJsonIsToldWithItsLine() {
    write(
        "metadata.jsonl",
        "{\"file_name\": \"1.png\", \"text\": \"one\"}",
        "{\"file_name\": \"2.png\", \"text\": ",
        "[1]",
        "{\"text\": \"three\"}",
        "{}");
    isRefused(
        "FILE.jsonl:2: ",
        "FILE.jsonl:3: it is no object",
        "FILE.jsonl:4: it does not say of which image it is",
        "and 1 more like that");
  }
}
