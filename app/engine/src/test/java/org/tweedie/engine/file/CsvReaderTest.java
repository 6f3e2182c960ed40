package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvReaderTest {

  private static List<List<String>> cells(String text) throws FileFormatException {
    return CsvReader.read(text, "a.csv").stream().map(CsvReader.Row::cells).toList();
  }

  @Test
  void readsCellsQuotedOrNotAndEveryLineEnd() throws FileFormatException {
    assertThat(cells("a,b\n1,\"x, \"\"y\"\"\"\r\n2,\"two\nlines\"\r3,\n\n4,z"))
        .containsExactly(
            List.of("a", "b"),
            List.of("1", "x, \"y\""),
            List.of("2", "two\nlines"),
            List.of("3", ""),
            List.of("4", "z"));
    assertThat(cells("")).isEmpty();
    assertThat(cells("\n\r\n")).isEmpty();
  }

  @Test
  void tellsTheLineOnWhichARowBegins() throws FileFormatException {
    assertThat(CsvReader.read("a\n\"x\ny\"\n\nz\r\nu\r\"1\r\n2\"\nv", "a.csv"))
        .extracting(CsvReader.Row::line)
        .containsExactly(1, 2, 5, 6, 7, 9);
  }

  @Test
  void tellsFileAndLineOfWrongQuotationMarks() {
    assertThatThrownBy(() -> cells("a,b\n1,2\n3,\"four\n5,6\n"))
        .isInstanceOf(FileFormatException.class)
        .hasMessage("a.csv:3: a quotation mark is never closed");
    assertThatThrownBy(() -> cells("a,b\n\"1\"2,3\n"))
        .isInstanceOf(FileFormatException.class)
        .hasMessage("a.csv:2: something stands behind a closing quotation mark");
  }

  /** What stands there for a formula is changed on purpose, so there are no such signs here. */
  @Test
  void readsWhatCsvWrites() throws FileFormatException {
    Random random = new Random(1);
    String signs = "a\",\n\r 7";
    for (int i = 0; i < 500; i++) {
      List<String> cells = new ArrayList<>();
      for (int k = random.nextInt(5); k >= 0; k--) {
        StringBuilder cell = new StringBuilder("x");
        for (int length = random.nextInt(6); length > 0; length--) {
          cell.append(signs.charAt(random.nextInt(signs.length())));
        }
        cells.add(cell.toString());
      }
      assertThat(cells(Csv.line(cells))).containsExactly(cells);
    }
  }
}
