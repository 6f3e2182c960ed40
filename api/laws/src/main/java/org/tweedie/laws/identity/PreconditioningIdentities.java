package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
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
 * @param shape of the data that it is for
 */
public record PreconditioningIdentities(Preconditioning preconditioning, DataShape shape) {

  private static final String IDENTITY = "alpha x^ + sigma eps^ = z, whatever the network puts out";
  private static final String EQUATION = "Luo, equation 115";

  private static final String OWN_SIGNAL =
      "a signal that is made of several outputs is finite at every noise level";

  private static final float[] ALPHAS = {1, 1, 0.8f, 1e-6f, 0};
  private static final float[] SIGMAS = {0, 1e-4f, 0.6f, 1, 1};

  /** For data of one number. */
  public PreconditioningIdentities(Preconditioning preconditioning) {
    this(preconditioning, DataShape.point(1));
  }

  /** All that is found. */
  public List<Finding> findings() {
    Finding own = aSignalOfItsOwnIsFinite();
    Finding shares =
        own.verdict() == Verdict.DOES_NOT_APPLY
            ? signalAndNoiseMakeUpTheLatent()
            : Finding.doesNotApply(IDENTITY, EQUATION, "it makes a signal itself, not by factors");
    return List.of(shares, own);
  }

  /**
   * A signal that is no sum by factors is finite at every level, those without noise among them.
   */
  public Finding aSignalOfItsOwnIsFinite() {
    long[] wide = batch(1);
    long[] raws = batch(preconditioning.outputs());
    long[] ones = new long[wide.length];
    Arrays.fill(ones, 1);
    ones[0] = ALPHAS.length;
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> z = graph.floats(wide);
      Operand<TFloat32> alpha = graph.floats(ones);
      Operand<TFloat32> sigma = graph.floats(ones);
      Operand<TFloat32> raw = graph.floats(raws);
      graph.feed(alpha, ALPHAS, ones);
      graph.feed(sigma, SIGMAS, ones);
      Optional<Operand<TFloat32>> signal = preconditioning.signal(graph.tf(), z, alpha, sigma, raw);
      if (signal.isEmpty()) {
        return Finding.doesNotApply(OWN_SIGNAL, "Preconditioning.signal", "it has none");
      }
      return Check.of(OWN_SIGNAL, "Preconditioning.signal", "")
          .over(
              check -> {
                for (float size : new float[] {0, 0.3f, -40}) {
                  graph.feed(z, waves(wide, size / 8), wide);
                  graph.feed(raw, waves(raws, size), raws);
                  float[] found = graph.run(signal.get());
                  check.that(
                      found.length == ALPHAS.length * shape.size(),
                      "a number for each of the latents",
                      found.length,
                      "numbers");
                  for (float value : found) {
                    check.that(Float.isFinite(value), "a finite number", value, "for %s", size);
                  }
                }
              });
    }
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

  private long[] batch(int outputs) {
    long[] sizes = new long[shape.dimensions().size() + 1];
    sizes[0] = ALPHAS.length;
    for (int i = 1; i < sizes.length; i++) {
      sizes[i] = shape.dimensions().get(i - 1);
    }
    sizes[sizes.length - 1] *= outputs;
    return sizes;
  }

  private static float[] waves(long[] sizes, float size) {
    float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (one, other) -> one * other)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * Math.sin(i + 1));
    }
    return values;
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
