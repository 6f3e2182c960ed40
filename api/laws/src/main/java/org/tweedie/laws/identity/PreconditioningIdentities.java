package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.Preconditioning.Coefficients;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.graph.TestGraph;

/**
 * What every preconditioning keeps: the signal and the noise that it makes of a latent and the
 * network's output make up the latent (Luo, arXiv 2208.11970, equation 115).
 *
 * @param preconditioning what is checked
 */
public record PreconditioningIdentities(Preconditioning preconditioning) {

  private static final String IDENTITY = "alpha x^ + sigma eps^ = z, whatever the network puts out";
  private static final String EQUATION = "Luo, equation 115";

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(signalAndNoiseMakeUpTheLatent());
  }

  /** The shares of the latent add up to 1, those of the output cancel. */
  public Finding signalAndNoiseMakeUpTheLatent() {
    List<NoiseLevel> levels = new ArrayList<>();
    for (double logSnr = -40; logSnr <= 40; logSnr += 5) {
      levels.add(NoiseLevel.variancePreserving(logSnr));
    }
    for (double sigma = 1e-3; sigma < 200; sigma *= 10) {
      levels.add(NoiseLevel.of(1, sigma));
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      Optional<Coefficients> coefficients =
          preconditioning.coefficients(
              graph.tf(),
              feed(graph, levels, NoiseLevel::alpha),
              feed(graph, levels, NoiseLevel::sigma),
              feed(graph, levels, level -> GraphLevel.boundedLogSnr(level.logSnr())));
      return coefficients
          .map(c -> compare(graph, c, levels))
          .orElseGet(
              () -> Finding.doesNotApply(IDENTITY, EQUATION, "it leaves the network as it is"));
    }
  }

  private static Finding compare(TestGraph graph, Coefficients c, List<NoiseLevel> levels) {
    float[] signalOfLatent = graph.run(c.signalOfLatent());
    float[] noiseOfLatent = graph.run(c.noiseOfLatent());
    float[] signalOfOutput = graph.run(c.signalOfOutput());
    float[] noiseOfOutput = graph.run(c.noiseOfOutput());
    return Check.of(IDENTITY, EQUATION, "1e-5")
        .over(
            check -> {
              for (int i = 0; i < levels.size(); i++) {
                NoiseLevel level = levels.get(i);
                double signal = level.alpha() * signalOfLatent[i];
                double noise = level.sigma() * noiseOfLatent[i];
                double size = 1 + Math.abs(signal) + Math.abs(noise);
                check.near(1, signal + noise, 1e-5 * size, "for the latent's shares at %s", level);
                double ofSignal = level.alpha() * signalOfOutput[i];
                double ofNoise = level.sigma() * noiseOfOutput[i];
                check.near(
                    0,
                    ofSignal + ofNoise,
                    1e-5 * (1e-3 + Math.abs(ofSignal)),
                    "for the output's shares at %s",
                    level);
              }
            });
  }

  private static Operand<TFloat32> feed(
      TestGraph graph, List<NoiseLevel> levels, ToDoubleFunction<NoiseLevel> number) {
    float[] values = new float[levels.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number.applyAsDouble(levels.get(i));
    }
    Operand<TFloat32> placeholder = graph.floats(values.length);
    graph.feed(placeholder, values, values.length);
    // A placeholder cannot be fetched, and a factor may be what was given.
    return graph.tf().identity(placeholder);
  }
}
