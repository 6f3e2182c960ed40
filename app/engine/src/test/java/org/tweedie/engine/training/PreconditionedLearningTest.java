package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.Examples;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.likelihood.BoundEstimate;
import org.tweedie.engine.likelihood.Evaluation;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainingGraph;
import org.tweedie.engine.tensor.UpdateSettings;

/**
 * Two moons under noise of standard deviation 0.002 to 80: a short training learns their shape with
 * a preconditioned network, and next to nothing with one that sees latents as large as 80.
 */
@Tag("long")
class PreconditionedLearningTest {

  private static final int BATCH = 256;
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);
  private static final String CONFIG =
      """
      data: {type: points, shape: moons}
      schedule: {type: edm, sigma-min: 0.002, sigma-max: 80}
      network: {type: mlp, width: 64}
      preconditioning: %s
      objective: {type: edm, predict: signal}
      """;

  @Test
  void learnsUnderNoiseOfEverySizeAsItCannotWithout() {
    BoundEstimate with = trained("edm");
    BoundEstimate without = trained("none");
    double gaussian = gaussianBits();
    assertThat(gaussian).as("bits/dim of a Gaussian for each coordinate").isBetween(1.7, 2.3);
    double error = with.total().standardError();
    assertThat(with.total().mean())
        .as("bits/dim with preconditioning, standard error %s", error)
        .isLessThan(gaussian - 1);
    assertThat(without.total().mean())
        .as("bits/dim without preconditioning, standard error %s", without.total().standardError())
        .isGreaterThan(gaussian);
  }

  private static BoundEstimate trained(String preconditioning) {
    Assembled parts = parts(preconditioning);
    Assembly assembly = parts.assembly();
    UpdateSettings optimizer = BuiltIn.adamW(4e-3, 50, 0.01, 1, 0.99);
    try (TrainingGraph graph = new TrainingGraph(assembly, BATCH, optimizer, FAST_START);
        NetworkModel model = TrainedModels.withoutWeights(assembly, FAST_START)) {
      graph.initialize(1);
      RecentLosses losses = new RecentLosses(BATCH, OptionalInt.empty());
      Inputs inputs = new Inputs(assembly, parts.data().train(), losses, BATCH, 1);
      new TrainingLoop(graph, inputs).run(1, 500, (step, result) -> true);
      model.load(Average.in(graph.state(), Average.MAIN));
      VariationalBound bound = new VariationalBound(assembly.data(), OptionalInt.empty(), 8, 1);
      return new Evaluation(bound, 500, true, 1000).of(model, parts.data().test(), done -> {});
    }
  }

  private static Assembled parts(String preconditioning) {
    return Assembler.assemble(
        ConfigReader.read(
            "moons",
            CONFIG.formatted(preconditioning),
            List.of(),
            new PluginLoader().load(List.of()).registry()));
  }

  /** The mean over the coordinates of {@code log2(2 pi e variance) / 2}. */
  private static double gaussianBits() {
    Examples examples = parts("edm").data().train();
    double[] sums = new double[2];
    double[] squares = new double[2];
    float[] point = new float[2];
    for (int i = 0; i < examples.size(); i++) {
      examples.read(i, point, 0);
      for (int k = 0; k < 2; k++) {
        sums[k] += point[k] / (double) examples.size();
        squares[k] += point[k] * point[k] / (double) examples.size();
      }
    }
    double bits = 0;
    for (int k = 0; k < 2; k++) {
      double variance = squares[k] - sums[k] * sums[k];
      bits += Math.log(2 * Math.PI * Math.E * variance) / Math.log(2) / 4;
    }
    return bits;
  }
}
