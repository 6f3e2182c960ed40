package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.LangevinDynamics;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.laws.exact.GaussianPathEnds;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * What every sampler keeps. The models are exact (Luo, "Understanding Diffusion Models: A Unified
 * Perspective", arXiv 2208.11970, equation 133, in closed form), so whatever is wrong with the
 * samples is the sampler's doing. All data lie within [-1, 1] for practical purposes, so samplers
 * that clip the predicted signal to that interval need no exemption.
 *
 * @param sampler the sampler to be checked as a function of the number of steps, at least 1; one
 *     that takes steps of its own may not look at it
 */
public record SamplerIdentities(IntFunction<Sampler> sampler) {

  /** How many steps count as many. */
  private static final int MANY = 1000;

  /** With fewer steps than these, nothing is known of a variance. */
  private static final int FEW = 50;

  private static final double DISCRETISATION = 0.02;
  private static final String TWEEDIE = "Tweedie's formula: Luo, equations 131-133";
  private static final String SPI = "Sampler";
  private static final String NOISE = "NoiseSource";

  private static Check variance(double tolerance, double standardError) {
    return Check.of(
        "samples of an exact model of N(0, c^2) data have its variance and mean",
        TWEEDIE,
        String.format(
            Locale.ROOT, "%.3g and 3 standard errors of %.3g, relative", tolerance, standardError));
  }

  /** All that is found; what many steps would take too long is measured on fewer samples. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    int reported = runs().reported(MANY);
    if (isAtOneLevel(MANY)) {
      all.add(
          variance(DISCRETISATION, 0)
              .doesNotApply("dynamics at one noise level have the variance of that level"));
    } else if (reported < FEW) {
      all.add(
          variance(DISCRETISATION, 0)
              .doesNotApply("it holds in the limit of many steps, and these are " + reported));
    } else {
      double left =
          langevin(MANY)
              .map(dynamics -> dynamics.varianceError(SamplerRuns.C * SamplerRuns.C))
              .orElse(0.0);
      all.add(varianceIsThatOfTheData(MANY, runs().affordable(MANY), DISCRETISATION + left));
    }
    all.add(weightsAreThoseOfTheMixture(100, 1000));
    all.add(parameterizationsAgree(FEW));
    all.add(batchDoesNotMatter());
    all.add(threadsAgree());
    all.add(listenerHearsEveryStep(13, runs().reported(13)));
    all.add(extremesAreFinite());
    all.add(startStays());
    all.add(pathIsWalkedInOrder(13));
    return all;
  }

  /** The variance of samples tends to that of the data as steps grow. */
  public Finding varianceIsThatOfTheData(int steps, int count, double tolerance) {
    double standardError = Math.sqrt(1.0 / count);
    return variance(tolerance, standardError)
        .over(
            check -> {
              float[] values =
                  SamplerRuns.run(sampler.apply(steps), gaussian(steps), 0, count).values();
              double mean = 0;
              double square = 0;
              for (float value : values) {
                mean += value / (double) values.length;
                square += (double) value * value / values.length;
              }
              check.near(
                  1,
                  (square - mean * mean) / (SamplerRuns.C * SamplerRuns.C),
                  tolerance + 3 * standardError,
                  "for the variance over c^2 of %s samples after %s steps",
                  count,
                  steps);
              check.near(
                  0,
                  mean / SamplerRuns.C,
                  3 / Math.sqrt(values.length),
                  "for the mean over c of %s samples",
                  count);
            });
  }

  /** Every mode gets its weight. */
  public Finding weightsAreThoseOfTheMixture(int steps, int count) {
    double standardError = Math.sqrt(0.3 * 0.7 / count);
    Check weights =
        Check.of(
            "a component of weight 0.3 of a mixture gets 0.3 of the samples",
            "Luo, equations 158-162",
            String.format(Locale.ROOT, "0.01 and 3 standard errors of %.3g", standardError));
    if (isAtOneLevel(steps)) {
      return weights.doesNotApply("dynamics at one noise level hardly pass between modes");
    }
    if (sampler.apply(steps).takesPathEnds()) {
      return weights.doesNotApply("where the paths of this mixture end has no closed form");
    }
    return weights.over(
        check -> {
          DiffusionModel model =
              MixtureModel.twoClasses(StraightSchedule.WIDE, Parameterization.VELOCITY);
          Batch samples = SamplerRuns.run(sampler.apply(steps), model, 0, count);
          double left = 0;
          for (int i = 0; i < count; i++) {
            float[] point = samples.example(i);
            boolean finite = Float.isFinite(point[0] + point[1]);
            check.that(finite, "a finite sample", Arrays.toString(point), "for sample %s", i);
            left += point[0] < -0.15 && point[1] > -0.1 ? 1.0 / count : 0;
          }
          check.near(0.3, left, 0.01 + 3 * standardError, "of %s samples", count);
        });
  }

  /** One exact denoiser shown as signal, noise, velocity, score and flow. */
  public Finding parameterizationsAgree(int steps) {
    return Check.of(
            "signal, noise, velocity, score and flow are one prediction: the same samples from each",
            "Luo, equations 115, 133, 151",
            "1e-5")
        .over(
            check -> {
              float[] expected = shown(steps, Parameterization.SIGNAL);
              for (Parameterization shown : Parameterization.values()) {
                float[] samples = shown(steps, shown);
                check.near(expected, samples, 1e-5, "from a model that shows %s", shown);
              }
            });
  }

  private float[] shown(int steps, Parameterization shown) {
    return SamplerRuns.run(
            sampler.apply(steps), SamplerRuns.gaussian(StraightSchedule.WIDE, shown), 0, 64)
        .values();
  }

  /** Sample i is the same in every batch. */
  public Finding batchDoesNotMatter() {
    return Check.of("a sample is the same alone and among eight", SPI, "")
        .advising("Noise comes from the NoiseSource, which knows each sample's index.")
        .over(
            check -> {
              Sampler one = sampler.apply(20);
              DiffusionModel model =
                  MixtureModel.twoClasses(StraightSchedule.WIDE, Parameterization.NOISE);
              Batch together = SamplerRuns.run(one, model, 0, 8);
              for (int size : new int[] {1, 3, 8}) {
                for (int first = 0; first + size <= 8; first += size) {
                  check.near(
                      together.slice(first, first + size).values(),
                      SamplerRuns.run(one, model, first, size).values(),
                      Float.MIN_VALUE,
                      "for samples %s to %s",
                      first,
                      first + size - 1);
                }
              }
            });
  }

  /** A sampler keeps no state. */
  public Finding threadsAgree() {
    Sampler one = sampler.apply(10);
    DiffusionModel model = SamplerRuns.gaussian(StraightSchedule.WIDE, Parameterization.NOISE);
    return Threads.agree(
        "a sampler keeps no state between calls: every thread gets the same samples",
        SPI,
        () -> SamplerRuns.run(one, model, 0, 16));
  }

  /**
   * Steps are told once and in order.
   *
   * @param reported how many steps the listener must be told of
   */
  public Finding listenerHearsEveryStep(int steps, int reported) {
    return Check.of("the listener is told of every step once and in order", "StepListener", "")
        .over(
            check -> {
              List<Integer> heard = new ArrayList<>();
              runs()
                  .walk(
                      steps,
                      3,
                      (step, of, z, prediction) -> {
                        heard.add(step);
                        check.that(of == reported, reported + " steps", of, "at step %s", step);
                        int shown = Math.min(z.count(), prediction.signal().count());
                        check.that(shown == 3, "3 samples", shown, "after step %s", step);
                      });
              check.that(
                  heard.equals(IntStream.rangeClosed(1, reported).boxed().toList()),
                  "1 to " + reported,
                  heard,
                  "in a walk of %s",
                  steps);
            });
  }

  /** Log SNRs of 20 and -20. */
  public Finding extremesAreFinite() {
    return Check.of(
            "a schedule from log SNR 20 to -20 gives finite samples", "Luo, equation 70", "")
        .advising("Form differences of SNRs with expm1.")
        .over(
            check -> {
              for (Parameterization shown : Parameterization.values()) {
                for (int steps : new int[] {1, 2, 10, 100}) {
                  for (float value :
                      SamplerRuns.run(
                              sampler.apply(steps),
                              SamplerRuns.gaussian(StraightSchedule.EXTREME, shown),
                              0,
                              8)
                          .values()) {
                    check.that(
                        Float.isFinite(value),
                        "a finite number",
                        value,
                        "in %s steps from a model that shows %s",
                        steps,
                        shown);
                  }
                }
              }
            });
  }

  /** A batch never changes. */
  public Finding startStays() {
    return Check.of("a sampler does not write to its start, and gives samples like it", SPI, "")
        .over(
            check -> {
              DiffusionModel model =
                  SamplerRuns.gaussian(StraightSchedule.WIDE, Parameterization.SIGNAL);
              Batch start = SamplerRuns.start(model.schedule(), 0, 4);
              Batch result =
                  sampler
                      .apply(5)
                      .sample(
                          model.given(Condition.none(4)),
                          start,
                          SamplerRuns.noise(0, 4),
                          StepListener.NONE);
              boolean same = start.equals(SamplerRuns.start(model.schedule(), 0, 4));
              check.that(
                  same,
                  "the start as it was",
                  same ? "the start as it was" : "another",
                  "after 5 steps");
              check.that(
                  result.count() == 4 && result.shape().equals(SamplerRuns.POINT),
                  "4 samples of shape " + SamplerRuns.POINT,
                  result,
                  "after 5 steps");
            });
  }

  /** Of one Brownian path, no step takes what another has taken. */
  public Finding pathIsWalkedInOrder(int steps) {
    PathWalk walk = new PathWalk(SamplerRuns.noise(0, 2));
    DiffusionModel model = SamplerRuns.gaussian(StraightSchedule.WIDE, Parameterization.NOISE);
    Check order =
        Check.of("steps take one path's noise in order, no part of it twice", NOISE, "")
            .advising("NoiseSource.increment goes from a step's log SNR to the next one's.");
    Batch start = SamplerRuns.start(model.schedule(), 0, 2);
    sampler.apply(steps).sample(model.given(Condition.none(2)), start, walk, StepListener.NONE);
    if (walk.increments().isEmpty()) {
      return order.doesNotApply("it takes no noise of a path");
    }
    return order.over(
        check -> {
          double reached = Double.NEGATIVE_INFINITY;
          for (PathWalk.Interval part : walk.increments()) {
            check.that(
                part.from() >= reached && part.to() > part.from(),
                "a part beyond log SNR " + reached,
                part.from() + " to " + part.to(),
                "in a walk of %s steps",
                steps);
            reached = part.to();
          }
          for (PathWalk.Interval part : walk.areas()) {
            check.that(
                walk.increments().contains(part),
                "the area of a part whose increment is taken too",
                part.from() + " to " + part.to(),
                "in a walk of %s steps",
                steps);
          }
        });
  }

  /** The exact model that the sampler is for: a denoiser, or the ends of its paths. */
  private DiffusionModel gaussian(int steps) {
    return sampler.apply(steps).takesPathEnds()
        ? new GaussianPathEnds(StraightSchedule.WIDE, SamplerRuns.C, Parameterization.NOISE)
        : SamplerRuns.gaussian(StraightSchedule.WIDE, Parameterization.NOISE);
  }

  private SamplerRuns runs() {
    return new SamplerRuns(sampler);
  }

  private Optional<LangevinDynamics> langevin(int steps) {
    return sampler.apply(steps) instanceof LangevinDynamics dynamics
        ? Optional.of(dynamics)
        : Optional.empty();
  }

  private boolean isAtOneLevel(int steps) {
    return langevin(steps).filter(dynamics -> !dynamics.isAnnealed()).isPresent();
  }
}
