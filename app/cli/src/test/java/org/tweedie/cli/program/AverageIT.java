package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Averages that are put together after the training, and the commands that use them. */
class AverageIT {

  @TempDir static Path folder;
  private static Session session;

  @BeforeAll
  static void train() {
    session = Session.in(folder);
    session
        .run(Runs.moons(40, "--run", "run", "--set", "train={snapshot-every: 4, sample-every: 0}"))
        .succeeded();
  }

  @AfterAll
  static void end() {
    session.close();
  }

  private static Program.Ended run(String... arguments) {
    return session.run(arguments);
  }

  @Test
  void anAverageIsMadeToldAndUsed() throws IOException {
    assertThat(run("average", "run", "--width", "0.08").succeeded().out())
        .contains("Width 0.08 after step 40 (exponent 9.", "profile matched to ")
        .contains("of 20 averages at 10 steps")
        .contains("Wrote run/averages/step-00000040-width-0.08.safetensors");
    JsonNode json =
        new JsonMapper()
            .readTree(run("average", "run", "--width", "0.08,0.1", "--json").succeeded().out());
    assertThat(json.get(1).get("weights").asString()).isEqualTo("width-0.1");
    assertThat(json.get(1).get("residual").asDouble()).isLessThan(1e-6);
    double sum = 0;
    for (JsonNode part : json.get(0).get("parts")) {
      sum += part.get("coefficient").asDouble();
    }
    assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);

    String csv = "samples.csv";
    for (String weights : new String[] {"width-0.08", "plain"}) {
      run("sample", "run", "--weights", weights, "--count", "3", "--out", weights).succeeded();
    }
    try (var files = Files.list(folder.resolve("plain"))) {
      csv =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".csv"))
              .findFirst()
              .orElse(csv);
    }
    assertThat(Files.readString(folder.resolve("width-0.08").resolve(csv)))
        .isNotEqualTo(Files.readString(folder.resolve("plain").resolve(csv)));
    assertThat(run("evaluate", "run", "--weights", "width-0.08").succeeded().out())
        .contains("width-0.08 weights of step 40");
  }

  @Test
  void whatCannotBeMadeIsToldInWords() {
    Program.Ended narrow = run("average", "run", "--width", "0.001");
    assertThat(narrow.status()).isEqualTo(2);
    assertThat(narrow.err())
        .contains(
            "An average of width 0.001 after step 40 cannot be put together of what is stored")
        .doesNotContain("\tat ");
    Program.Ended wrong = run("sample", "run", "--weights", "average-2");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("[unknown-average] --weights  sample.weights", "There is no 'average-2'");
  }
}
