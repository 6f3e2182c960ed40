package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.measuring.ReadingsFile;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.progress.RunListener;

/** What a plugin's measure answers is looked at before it gets into files, tables and rules. */
class ReadingAnswersTest {

  @TempDir private Path folder;

  private Tweedie with(String reading) {
    Path plugins = folder.resolve("plugins");
    new TestJar()
        .plugin("acme", "components.add(Kinds.MEASURES, \"odd\", Odd.class);")
        .source(
            "acme.Odd",
            """
            package acme;
            import jakarta.inject.Inject;
            import java.util.*;
            import org.tweedie.api.measure.*;
            public final class Odd implements Measure {
              @Inject public Odd() {}
              public Subject subject() { return Subject.WEIGHTS; }
              public List<String> keys() { return List.of("odd"); }
              public List<Reading> of(Measured measured) { return List.of(%s); }
            }
            """
                .formatted(reading))
        .write(plugins.resolve("acme.jar"));
    Tweedie tweedie = Tweedie.load(plugins);
    assertThat(tweedie.problems()).isEmpty();
    return tweedie;
  }

  private RunConfig config(Tweedie tweedie, String more) throws IOException {
    return tweedie.read(
        List.of(
            Files.writeString(
                folder.resolve("run.yaml"),
                """
                data: points
                network: {type: mlp, width: 4, layers: 1}
                measures: [acme/odd]
                train: {steps: 2, batch: 4, measure-every: 1}
                """
                    + more)),
        List.of());
  }

  @Test
  void whatIsInfiniteEndsTheTrainingInWords() throws IOException {
    try (Tweedie tweedie = with("Reading.of(\"odd\", 1 / 0.0).lessIsBetter()");
        Run run = tweedie.create(folder.resolve("run"), config(tweedie, ""))) {
      assertThatThrownBy(() -> run.train(RunListener.silent()))
          .isInstanceOf(ComponentFailure.class)
          .hasMessageStartingWith("Training stopped at step 1.")
          .hasMessageContaining("Nothing was measured of the checkpoint of step 1.")
          .hasMessageContaining("The measure 'acme/odd' (acme 1.2.0, ")
          .hasMessageContaining(
              "acme.jar) is broken: its method 'of' gives the reading 'odd' = Inf");
      assertThat(run.readings()).doesNotExist();
    }
  }

  @Test
  void whatTheOtherMeasuresFoundIsKept() throws IOException {
    try (Tweedie tweedie = with("Reading.of(\"odd\", 1 / 0.0).lessIsBetter()");
        Run run =
            tweedie.create(
                folder.resolve("run"),
                config(tweedie, "")
                    .with("train.measure-every", 0)
                    .with("measures", List.of("acme/odd", "bound")))) {
      run.train(RunListener.silent());
      assertThatThrownBy(() -> run.measure(RunListener.silent()))
          .isInstanceOf(ComponentFailure.class)
          .hasMessageStartingWith(
              "Not all was measured of the checkpoint of step 2. What the other measures found is in "
                  + run.readings()
                  + ".")
          .hasMessageContaining("acme.jar) is broken");
      assertThat(ReadingsFile.read(run.readings()).orElseThrow().readings())
          .extracting(Reading::key)
          .startsWith("test_bpd");
    }
  }

  @Test
  void whatIsNotDefinedIsNotedLeftOutOfFilesAndNoReasonToGoOn() throws IOException {
    try (Tweedie tweedie = with("Reading.of(\"odd\", 0 / 0.0).lessIsBetter()");
        Run run =
            tweedie.create(
                folder.resolve("run"),
                config(tweedie, "stopping: {type: patience, reading: odd, patience: 1}\n"))) {
      assertThat(run.train(RunListener.silent())).isTrue();
      assertThat(run.ending().orElseThrow()).contains("'odd' was not defined in any of 1 meas");
      Readings found = run.measure(RunListener.silent());
      assertThat(found.notes())
          .singleElement()
          .asString()
          .startsWith("The measure 'acme/odd' (acme 1.2.0, ")
          .contains("gave no number for 'odd' of the checkpoint of step 1: its method 'of'");
      assertThat(found.text()).contains("not defined", found.notes().get(0));
      run.keep(found);
      assertThat(Files.readString(run.readings())).doesNotContain("\"value\"", "NaN");
      assertThat(ReadingsFile.read(run.readings()).orElseThrow().readings())
          .isEqualTo(found.readings());
      assertThat(Files.readString(folder.resolve("run/metrics.jsonl"))).doesNotContain("/odd");
    }
  }
}
