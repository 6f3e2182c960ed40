package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.Examples;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainingGraph;

class TrainingLoopTest {

  private static final int BATCH = 4;

  private static final String CONFIG =
      """
      data: {type: points, shape: moons}
      network: {type: mlp, width: 8}
      """;

  /** Data that are read as they are asked for, which fail after two batches. */
  private record Failing(Examples data, Supplier<Throwable> failure, List<Integer> asked)
      implements Examples {

    @Override
    public int size() {
      return data.size();
    }

    @Override
    public void read(int index, float[] target, int offset) {
      asked.add(index);
      if (asked.size() > 2 * BATCH) {
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) thrown;
      }
      data.read(index, target, offset);
    }

    @Override
    public int label(int index) {
      return data.label(index);
    }
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new DataException("/data/0007.png is damaged."),
        new IllegalStateException("a plugin's mistake"),
        new OutOfMemoryError("Java heap space"));
  }

  /**
   * As the one who asked for the step would have met it, though inputs have a thread of their own.
   */
  @ParameterizedTest
  @MethodSource("failures")
  void whatFailsInPreparingAStepIsThrownAsItIs(Throwable failure) {
    try (Assembled parts =
            Assembler.assemble(
                ConfigReader.read(
                    "moons", CONFIG, List.of(), new PluginLoader().load(List.of()).registry()));
        TrainingGraph graph =
            new TrainingGraph(
                parts.assembly(),
                BATCH,
                BuiltIn.adamW(4e-3, 50, 0.01, 1, 0.99),
                new SessionSettings(0, false, false))) {
      graph.initialize(1);
      Examples examples = new Failing(parts.data().train(), () -> failure, new ArrayList<>());
      Inputs inputs =
          new Inputs(
              parts.assembly(), examples, new RecentLosses(BATCH, OptionalInt.empty()), BATCH, 1);
      List<Long> taken = new ArrayList<>();
      assertThatThrownBy(
              () -> new TrainingLoop(graph, inputs).run(1, 10, (step, result) -> taken.add(step)))
          .isSameAs(failure);
      assertThat(taken).as("steps that were taken before").containsExactly(1L, 2L);
    }
  }
}
