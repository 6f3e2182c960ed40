package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.study.StudyDisplay.Standing;

class StudyDisplayTest {

  private static final Standing STANDING =
      new Standing(
          36,
          3,
          1,
          List.of("[4] schedule=cosine, seed 1: 20/100 steps, bits/dim 2.310, 0:07"),
          Optional.of(Duration.ofSeconds(250)));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theTableIsDrawnBelowWhatStays() {
    try (StudyDisplay table = StudyDisplay.table(out, 80)) {
      table.show(STANDING);
      table.say("[1/36] done");
    }
    assertThat(printed())
        .isEqualTo(
            """
            3 of 36 done, 1 failed, about 4:10 left
              [4] schedule=cosine, seed 1: 20/100 steps, bits/dim 2.310, 0:07
            \033[2A\r\033[J[1/36] done
            """
                .replace("\n", System.lineSeparator())
                .replace("left" + System.lineSeparator(), "left\n"));
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    try (StudyDisplay table = StudyDisplay.table(out, 24)) {
      table.show(STANDING);
      assertThat(printed().lines()).hasSize(2).allMatch(line -> line.length() < 24);
    }
  }

  @Test
  void linesAreFewWhereNobodyLooks() {
    try (StudyDisplay lines = StudyDisplay.lines(out, Duration.ofHours(1))) {
      lines.show(STANDING);
      lines.show(STANDING);
      lines.say("[1/36] done");
    }
    assertThat(printed()).hasLineCount(1).startsWith("[1/36] done");
  }
}
