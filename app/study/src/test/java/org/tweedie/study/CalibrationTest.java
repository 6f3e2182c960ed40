package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.measure.Measured.Cost;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.measuring.DrawnSamples;
import org.tweedie.engine.measuring.SamplesFile;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.fake.FakeMeasures;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers;

/** The time that a study is said to take, where what stages take is known. */
class CalibrationTest {

  private static final Registry REGISTRY = Fakes.registry(FakeMeasures.class, Many.class);
  private static final double PROCESS = 2;
  private static final double GRAPH = 5;
  private static final double STEP = 0.25;
  private static final double SAMPLE = 0.01;
  private static final double EXAMPLE = 0.03;
  private static final double LIKENESS = 0.002;

  @TempDir Path path;

  private static Plan plan(String text) {
    return Plan.of(
        StudyReader.read("s.yaml", text, StudyArguments.NONE, any -> Optional.empty(), REGISTRY),
        REGISTRY);
  }

  private double seconds(String text) throws IOException, InterruptedException {
    Plan plan = plan(text);
    StudyState state = new StudyState(plan, new StudyFolder(path));
    return new Calibration(plan, state, new Clockwork(), 1).seconds().orElseThrow();
  }

  @Test
  void whatIsDoneOnceIsNotMultiplied() throws IOException, InterruptedException {
    double training = PROCESS + GRAPH + 4000 * STEP;
    double bits = GRAPH + 3000 * EXAMPLE;
    double sampling = GRAPH + 1000 * SAMPLE;
    double likeness = GRAPH + 1000 * LIKENESS;
    assertThat(
            seconds(
                """
                base:
                  data: many
                  measures: [{type: bits, examples: 3000}, likeness]
                  train: {steps: 4000}
                  evaluate: {samples: 1000}
                  sample: {batch: 50}
                axes: {sampler.steps: [1, 2]}
                seeds: 3
                """))
        .as("three networks, each measured, and sampled twice")
        .isCloseTo(3 * (training + bits + 2 * (sampling + likeness)), within(1e-6));
  }

  /** Data with as many examples as a measure may want. */
  public static final class Many implements DiffusionPlugin {

    @Override
    public String name() {
      return "many";
    }

    @Override
    public void configure(Components components) {
      components.data("many", ManyPoints.class);
    }
  }

  /** Points on a line. */
  @Description("points")
  public static final class ManyPoints implements DataSource {

    /** Without options. */
    @Inject
    public ManyPoints() {}

    @Override
    public DataDescription description() {
      return new DataDescription(new DataShape(List.of(2)), Optional.empty(), List.of("point"));
    }

    @Override
    public Examples train() {
      return new Points();
    }

    @Override
    public Examples test() {
      return new Points();
    }
  }

  private static final class Points implements Examples {

    @Override
    public int size() {
      return 10_000;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      Arrays.fill(target, offset, offset + 2, index);
    }

    @Override
    public int label(int index) {
      return 0;
    }
  }

  /** Does stages in no time, and says how long they would take by a law that is known. */
  private static final class Clockwork implements Workers {

    @Override
    public Worker start(Job job, Consumer<Signal> signals) throws IOException {
      double before = PROCESS;
      for (Job.Work work : job.works()) {
        StageFolder folder = new StageFolder(Path.of(work.folder()));
        Outcome outcome =
            Outcome.none(work.stage())
                .begun()
                .at(work.step())
                .took(before, GRAPH + growing(work, Files.readString(folder.config())))
                .ended(Status.DONE, List.of());
        before = 0;
        folder.write(outcome);
        signals.accept(new Signal.Ended(outcome));
      }
      signals.accept(new Signal.Exited(0, List.of()));
      return new Worker() {
        @Override
        public void stop() {}

        @Override
        public void kill() {}
      };
    }

    private static double growing(Job.Work work, String config) throws IOException {
      StageFolder folder = new StageFolder(Path.of(work.folder()));
      if (work.stage().phase() == Phase.TRAIN) {
        Files.writeString(
            folder.path().resolve("metrics.jsonl"),
            "{\"step\": %d, \"train/steps_per_second\": %s}%n".formatted(work.step(), 1 / STEP));
        return work.step() * STEP;
      }
      if (work.stage().phase() == Phase.SAMPLE) {
        int count = number("samples", config);
        SamplesFile.write(
            folder.samples(),
            new DrawnSamples(
                Batch.of(new DataShape(List.of(2)), new float[2 * count]),
                Condition.labels(new int[count]),
                new Cost(SAMPLE, 0, 1, 0),
                List.of(new DrawnSamples.Part(count, count * SAMPLE, count))));
        return count * SAMPLE;
      }
      return work.samples().isEmpty()
          ? number("examples", config) * EXAMPLE
          : drawn(Path.of(work.samples())) * LIKENESS;
    }

    private static int drawn(Path folder) throws IOException {
      return SamplesFile.read(new StageFolder(folder).samples()).samples().count();
    }

    private static int number(String option, String config) {
      Matcher said = Pattern.compile(option + ": (\\d+)").matcher(config);
      if (!said.find()) {
        throw new UncheckedIOException(new IOException("no " + option + " in " + config));
      }
      return Integer.parseInt(said.group(1));
    }
  }
}
