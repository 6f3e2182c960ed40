package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.ScaledGuidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * What every kind of guidance keeps, on a mixture of Gaussians of two classes; what is said of
 * scales in the plane, where its exact Bayes classifier is at hand. Equations are those of Luo,
 * "Understanding Diffusion Models: A Unified Perspective" (arXiv 2208.11970): a scale of 0 is the
 * unconditional model, 1 the conditional one.
 *
 * @param guidance the guidance to be checked
 * @param ofScale the guidance of a scale, where it has one
 * @param shape of an example: guidance by images or by other networks takes no other
 * @param asksNetworks whether the guidance asks networks of its own, which calculate in float32
 */
public record GuidanceIdentities(
    Guidance guidance,
    DoubleFunction<Optional<Guidance>> ofScale,
    DataShape shape,
    boolean asksNetworks) {

  private static final StraightSchedule SCHEDULE = new StraightSchedule(6, -4);
  private static final DataShape POINT = DataShape.point(2);
  private static final Condition MIXED =
      Condition.labels(Condition.NONE, 0, Condition.NONE, 1, 1, 0);
  private static final double[] TIMES = {0.1, 0.3, 0.5, 0.5, 0.7, 0.95};
  private static final Batch IN_THE_PLANE = new SeededNoise(3, 0, 6, POINT).draw(0);
  private static final String SPI = "Guidance";

  /** For guidance that works in the plane, by what is calculated for each latent alone. */
  public GuidanceIdentities(Guidance guidance, DoubleFunction<Optional<Guidance>> ofScale) {
    this(guidance, ofScale, POINT, false);
  }

  /** For guidance that declares its scale, if it has one. */
  public GuidanceIdentities(Guidance guidance, DataShape shape, boolean asksNetworks) {
    this(
        guidance,
        scale ->
            guidance instanceof ScaledGuidance scaled
                ? Optional.of(scaled.withScale(scale))
                : Optional.empty(),
        shape,
        asksNetworks);
  }

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(
        unconditionalPasses(),
        scalesZeroAndOne(),
        agreesWithTheClassifier(),
        latentsAreThoseGiven(),
        scheduleIsTheModels(),
        oneTimeForAll(),
        batchDoesNotMatter(),
        threadsAgree());
  }

  /** Nothing bends what has no condition. */
  public Finding unconditionalPasses() {
    Check passes =
        Check.of("an example without a condition is predicted as by the model", SPI, "1e-6");
    if (!guidance.guidesByCondition()) {
      return passes.doesNotApply("it guides without a condition as well");
    }
    return passes.over(
        check -> {
          for (Parameterization shown : Parameterization.values()) {
            DiffusionModel model = model(shown);
            Condition none = Condition.none(TIMES.length);
            Batch plain = model.predict(latents(), TIMES, none).as(shown);
            Batch among = guidance.guide(model).predict(latents(), TIMES, MIXED).as(shown);
            Batch alone = guidance.guide(model).predict(latents(), TIMES, none).as(shown);
            for (int i : new int[] {0, 2}) {
              check.near(plain.example(i), among.example(i), 1e-6, "for example %s of a batch", i);
            }
            check.near(plain.values(), alone.values(), 1e-6, "in a batch without conditions");
          }
        });
  }

  /** {@code s = (1 - w) s(z) + w s(z|y)} at 0 and 1. */
  public Finding scalesZeroAndOne() {
    Check scales =
        Check.of(
            "scale 0 is the unconditional model and scale 1 the conditional one",
            "Luo, equation 170",
            "1e-5");
    if (ofScale.apply(1).isEmpty()) {
      return scales.doesNotApply("it has no scale");
    }
    return scales.over(
        check -> {
          for (Parameterization shown : Parameterization.values()) {
            DiffusionModel model = inThePlane(shown);
            for (double scale : new double[] {0, 1}) {
              Condition meant = scale == 0 ? Condition.none(TIMES.length) : MIXED;
              Batch expected = model.predict(IN_THE_PLANE, TIMES, meant).noise();
              Batch found = guided(scale, model).predict(IN_THE_PLANE, TIMES, MIXED).noise();
              check.near(
                  expected.values(),
                  found.values(),
                  1e-5,
                  "at w = %s, for the noise of a model that shows %s",
                  scale,
                  shown);
            }
          }
        });
  }

  /** By Bayes' rule, s(z|y) - s(z) is the classifier's gradient. */
  public Finding agreesWithTheClassifier() {
    Check classifier =
        Check.of(
            "the score is grad log p(z) + w grad log p(y|z) of the exact Bayes classifier",
            "Luo, equations 163-170",
            "2e-5 (1 + w) / sigma");
    if (ofScale.apply(1).isEmpty()) {
      return classifier.doesNotApply("it has no scale");
    }
    return classifier.over(
        check -> {
          for (double scale : new double[] {0, 0.5, 1, 2, 7.5}) {
            for (Parameterization shown : Parameterization.values()) {
              MixtureModel model = inThePlane(shown);
              Batch score = guided(scale, model).predict(IN_THE_PLANE, TIMES, MIXED).score();
              compare(check, model, score, scale);
            }
          }
        });
  }

  private static void compare(Check check, MixtureModel model, Batch score, double scale) {
    for (int i = 0; i < TIMES.length; i++) {
      if (MIXED.label(i) == Condition.NONE) {
        continue;
      }
      NoiseLevel level = SCHEDULE.at(TIMES[i]);
      for (int k = 0; k < 2; k++) {
        check.near(
            byClassifier(model, i, k, level, scale),
            score.example(i)[k],
            2e-5 * (1 + scale) / level.sigma(),
            "at w = %s and time %s, from a model that shows %s",
            scale,
            TIMES[i],
            model.shows());
      }
    }
  }

  /** {@code d/dz_k (log p(z) + w log p(y|z))} by central differences of the exact densities. */
  private static double byClassifier(
      MixtureModel model, int example, int k, NoiseLevel level, double scale) {
    double h = 1e-4;
    double[] values = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] latent = IN_THE_PLANE.example(example);
      double[] z = {latent[0], latent[1]};
      z[k] += side == 0 ? -h : h;
      values[side] =
          model.logDensity(z, level)
              + scale * model.logClassPosterior(z, level, MIXED.label(example));
    }
    return (values[1] - values[0]) / (2 * h);
  }

  /** Count, shape, order and noise levels. */
  public Finding latentsAreThoseGiven() {
    return Check.of(
            "the guided prediction is for the given latents, in count, shape and order", SPI, "")
        .over(
            check -> {
              DiffusionModel model = model(Parameterization.NOISE);
              Prediction guided = guidance.guide(model).predict(latents(), TIMES, MIXED);
              String given = latents().toString();
              boolean own = guided.latent().equals(latents());
              check.that(own, given, own ? given : "other latents: " + guided.latent(), "");
              for (int i = 0; i < TIMES.length; i++) {
                NoiseLevel expected = model.schedule().movingAt(TIMES[i]);
                // It need not say how fast its level changes.
                check.that(
                    guided.level(i).moving(expected.rate()).equals(expected),
                    String.valueOf(expected),
                    guided.level(i),
                    "for latent %s",
                    i);
              }
              int count = guided.signal().count();
              check.that(count == TIMES.length, TIMES.length + " predictions", count, "");
            });
  }

  /** Guidance bends predictions, not time. */
  public Finding scheduleIsTheModels() {
    return Check.of("the schedule under guidance is the model's", SPI, "")
        .over(
            check -> {
              DiffusionModel model = model(Parameterization.NOISE);
              boolean same = guidance.guide(model).schedule() == model.schedule();
              check.that(same, "the same object", same ? "the same object" : "another", "");
            });
  }

  /** A time for the batch is that time for each latent. */
  public Finding oneTimeForAll() {
    return Check.of("one time for a batch is that time for each of its latents", SPI, "")
        .over(
            check -> {
              DiffusionModel guided = guidance.guide(model(Parameterization.VELOCITY));
              double[] times = new double[TIMES.length];
              Arrays.fill(times, 0.4);
              check.near(
                  guided.predict(latents(), times, MIXED).signal().values(),
                  guided.predict(latents(), 0.4, MIXED).signal().values(),
                  Float.MIN_VALUE,
                  "for the signal");
            });
  }

  /**
   * Each latent is predicted by itself, so the exact model gives it the same number in any batch. A
   * network does not: its kernels add a matrix product's terms in another order for another number
   * of rows, and float32 rounds each order differently. What that changes goes with the size of the
   * prediction.
   */
  public Finding batchDoesNotMatter() {
    return Check.of(
            "a latent is predicted alone as among others",
            SPI,
            asksNetworks ? "1e-5 of its largest value, for a network's float32" : "1e-6")
        .over(
            check -> {
              DiffusionModel guided = guidance.guide(model(Parameterization.NOISE));
              Batch together = guided.predict(latents(), TIMES, MIXED).noise();
              for (int i = 0; i < TIMES.length; i++) {
                Batch alone =
                    guided
                        .predict(latents().slice(i, i + 1), TIMES[i], MIXED.slice(i, i + 1))
                        .noise();
                double allowed = asksNetworks ? 1e-5 * largest(together.example(i)) : 1e-6;
                check.near(together.example(i), alone.values(), allowed, "for latent %s", i);
              }
            });
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Guidance keeps no state. */
  public Finding threadsAgree() {
    DiffusionModel guided = guidance.guide(model(Parameterization.NOISE));
    return Threads.agree(
        "guidance is immutable: every thread gets the same predictions",
        SPI,
        () -> guided.predict(latents(), TIMES, MIXED).noise());
  }

  private DiffusionModel guided(double scale, DiffusionModel model) {
    return ofScale.apply(scale).orElseThrow().guide(model);
  }

  private static MixtureModel inThePlane(Parameterization shows) {
    return MixtureModel.twoClasses(SCHEDULE, shows);
  }

  /** The classes lie on either side of the origin. */
  private MixtureModel model(Parameterization shows) {
    if (shape.equals(POINT)) {
      return inThePlane(shows);
    }
    double[] mean = new double[shape.size()];
    Arrays.fill(mean, 1 / Math.sqrt(shape.size()));
    double[] opposite = Arrays.stream(mean).map(value -> -value).toArray();
    return new MixtureModel(
        SCHEDULE,
        List.of(
            new MixtureModel.Component(0.4, 0, 0.3, mean),
            new MixtureModel.Component(0.6, 1, 0.2, opposite)),
        shows);
  }

  private Batch latents() {
    return new SeededNoise(3, 0, TIMES.length, shape).draw(0);
  }
}
