package org.tweedie.laws.identity;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.BrownianNoise;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.exact.MixtureModel;

/**
 * How fast samplers with noise come near the solution of the stochastic differential equation on
 * one Brownian path, their strong convergence, on the mixture of {@link Convergence}.
 *
 * <p>The reference takes many steps of Heun's method in double precision, with increments of the
 * same paths: its own error is about 3e-4, so orders are measured well above it.
 */
public final class StrongConvergence {

  /** How many samples the distance is taken over. */
  public static final int COUNT = 100;

  /** Steps of the reference between two powers of 2 of the signal-to-noise ratio. */
  private static final int PARTS = 64;

  private static final MixtureModel MODEL = Convergence.MODEL;
  private static final BrownianNoise PATHS = new BrownianNoise(14, 0, COUNT, Convergence.POINT);
  private static final Batch START =
      new SeededNoise(11, 0, COUNT, Convergence.POINT)
          .draw(0)
          .times(MODEL.schedule().at(1).sigma());
  private static final Map<Double, double[][]> REFERENCES = new ConcurrentHashMap<>();

  private StrongConvergence() {}

  /**
   * The root mean square distance of samples to where their paths lead by the reverse of the
   * noising process.
   *
   * @return empty where the sampler's noise is not that of the path, or there is none
   */
  public static OptionalDouble distance(Sampler sampler) {
    return distance(sampler, 1);
  }

  /**
   * The same for an equation with more or less noise that has the same marginals.
   *
   * @param eta how much noise: 1 is the reverse of the noising process
   */
  public static OptionalDouble distance(Sampler sampler, double eta) {
    PathWalk walk = new PathWalk(PATHS);
    Batch samples =
        sampler.sample(MODEL.given(Condition.none(COUNT)), START, walk, StepListener.NONE);
    if (!walk.isOnThePath()) {
      return OptionalDouble.empty();
    }
    double[][] reference = REFERENCES.computeIfAbsent(eta, StrongConvergence::reference);
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int k = 0; k < 2; k++) {
        sum += Math.pow(samples.values()[2 * i + k] - reference[i][k], 2);
      }
    }
    return OptionalDouble.of(Math.sqrt(sum / COUNT));
  }

  /**
   * By which power of the number of steps the distance falls between two of them.
   *
   * @throws java.util.NoSuchElementException if the sampler's noise is not that of the path
   */
  public static double order(IntFunction<Sampler> sampler, int steps, int moreSteps, double eta) {
    double gain =
        distance(sampler.apply(steps), eta).orElseThrow()
            / distance(sampler.apply(moreSteps), eta).orElseThrow();
    return Math.log(gain) / Math.log((double) moreSteps / steps);
  }

  private static double[][] reference(double eta) {
    double[][] z = new double[COUNT][2];
    for (int i = 0; i < COUNT; i++) {
      for (int k = 0; k < 2; k++) {
        z[i][k] = START.values()[2 * i + k];
      }
    }
    double[] logSnrs = logSnrs();
    for (int n = 1; n < logSnrs.length; n++) {
      NoiseLevel t = NoiseLevel.variancePreserving(logSnrs[n - 1]);
      NoiseLevel s = NoiseLevel.variancePreserving(logSnrs[n]);
      step(z, t, s, eta * eta);
    }
    for (int i = 0; i < COUNT; i++) {
      z[i] = signal(z[i], MODEL.schedule().at(0));
    }
    return z;
  }

  /** Levels that lie evenly between powers of 2, where the paths' trees are not deep. */
  private static double[] logSnrs() {
    double first = MODEL.schedule().logSnr(1);
    double last = MODEL.schedule().logSnr(0);
    DoubleStream between =
        IntStream.rangeClosed(-20, 20)
            .boxed()
            .flatMapToDouble(
                octave ->
                    IntStream.range(0, PARTS)
                        .mapToDouble(j -> octave * Math.log(2) + Math.log1p((double) j / PARTS)))
            .filter(logSnr -> logSnr > first && logSnr < last);
    return DoubleStream.concat(
            DoubleStream.of(first), DoubleStream.concat(between, DoubleStream.of(last)))
        .toArray();
  }

  /** With the linear part and the noise as they are for a constant signal. */
  private static void step(double[][] z, NoiseLevel t, NoiseLevel s, double v) {
    double length = s.logSnr() - t.logSnr();
    double ofLatent = s.sigma() / t.sigma() * Math.exp(-v * length / 2);
    double ofSignal = -s.alpha() * Math.expm1(-(1 + v) * length / 2);
    double ofNoise = s.sigma() * Math.sqrt(-Math.expm1(-v * length));
    // The noise is an integral over the path with weights u^((v - 1)/2), here linear in u.
    double ofArea = (1 - v) / 2 * length / Math.sqrt(12);
    float[] increment = PATHS.increment(t.logSnr(), s.logSnr(), 0).values();
    float[] area = PATHS.area(t.logSnr(), s.logSnr(), 0).values();
    for (int i = 0; i < z.length; i++) {
      double[] x = signal(z[i], t);
      double[] moved = new double[2];
      double[] euler = new double[2];
      double[] astray = new double[2];
      for (int k = 0; k < 2; k++) {
        double n = (increment[2 * i + k] + ofArea * area[2 * i + k]) / Math.hypot(1, ofArea);
        moved[k] = ofLatent * z[i][k] + ofNoise * n;
        euler[k] = moved[k] + ofSignal * x[k];
        astray[k] = euler[k] + ofNoise * area[2 * i + k] / Math.sqrt(12);
      }
      double[] next = signal(euler, s);
      double[] there = signal(astray, s);
      for (int k = 0; k < 2; k++) {
        z[i][k] = moved[k] + ofSignal * ((x[k] - next[k]) / 2 + there[k]);
      }
    }
  }

  private static double[] signal(double[] z, NoiseLevel level) {
    return MODEL.posteriorMean(z, level, Condition.NONE, Parameterization.SIGNAL);
  }
}
