package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.ode.DormandPrince;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.ReclockedModel;

/**
 * That a schedule is a clock: a model of it is, at the same log SNRs, one of the cosine schedule
 * ({@code alpha = cos(pi t / 2)}), and walks along its own flow {@code dz/dt} to the same samples.
 * So flow matching on straight paths is a Gaussian diffusion (Kingma and Gao, arXiv 2303.00848,
 * appendix D.3).
 *
 * @param schedule the schedule to be checked
 */
public record ClockIdentities(NoiseSchedule schedule) {

  private static final double MOST = 6;
  private static final double[] LOG_SNRS = {-4, -1.5, 0, 1, 3.5};
  private static final int COUNT = 8;
  private static final int TIMES = 200;
  private static final double SOLVED = 1e-6;
  private static final String EQUIVALENCE = "Kingma and Gao, arXiv 2303.00848, appendix D.3";

  /**
   * An exact model of this schedule, and the same on the cosine schedule's clock: both flows are
   * solved, each in its own time, from the same noise.
   */
  public Finding samplesAreThoseOfTheCosineSchedule() {
    Check check =
        Check.of(
            "along dz/dt a model comes to the samples of the same model on the cosine schedule's"
                + " clock",
            EQUIVALENCE,
            "1e-3");
    if (!falls()) {
      return check.doesNotApply("where the log SNR does not fall there is no time of each");
    }
    double first = Math.min(MOST, schedule.logSnr(0));
    double last = Math.max(-MOST, schedule.logSnr(1));
    return check.over(
        comparisons -> {
          DiffusionModel model = MixtureModel.twoClasses(schedule, Parameterization.FLOW);
          float[] found = walked(model, last, first);
          float[] expected =
              walked(new ReclockedModel(model, new BoundlessSchedule()), last, first);
          comparisons.near(expected, found, 1e-3, "from log SNR %s to %s", last, first);
        });
  }

  private boolean falls() {
    return IntStream.range(0, TIMES)
        .allMatch(i -> schedule.logSnr((i + 1.0) / TIMES) < schedule.logSnr((double) i / TIMES));
  }

  /** Latents of variance 1 at the first log SNR, and where the flow leads them, at its size. */
  private static float[] walked(DiffusionModel model, double from, double to) {
    NoiseSchedule own = model.schedule();
    DataShape plane = DataShape.point(2);
    double begin = own.timeOf(from);
    double end = own.timeOf(to);
    Batch start = new SeededNoise(3, 0, COUNT, plane).draw(0);
    Batch z = start.times(Math.sqrt(own.at(begin).power()));
    double[][] states =
        new DormandPrince(SOLVED, SOLVED)
            .solve(
                (times, latents, done) ->
                    rows(model.predict(batch(plane, latents), times, Condition.none(COUNT)).flow()),
                rows(z),
                begin,
                end,
                plane.size(),
                DormandPrince.Listener.NONE)
            .states();
    return batch(plane, states).times(1 / Math.sqrt(own.at(end).power())).values();
  }

  private static double[][] rows(Batch batch) {
    double[][] rows = new double[batch.count()][batch.shape().size()];
    for (int i = 0; i < rows.length; i++) {
      float[] example = batch.example(i);
      for (int k = 0; k < example.length; k++) {
        rows[i][k] = example[k];
      }
    }
    return rows;
  }

  private static Batch batch(DataShape shape, double[][] rows) {
    float[] values = new float[rows.length * shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / shape.size()][i % shape.size()];
    }
    return Batch.of(shape, values);
  }

  /**
   * Any model, trained or not, and the same on the cosine schedule's clock: {@code w = z /
   * sqrt(alpha^2 + sigma^2)} moves alike with the angle {@code phi = atan(sigma / alpha)}, so that
   * all samples are the same. On the model's own clock {@code dw/dphi} is made of its flow, on the
   * other it is the velocity.
   *
   * @param model a model of this schedule
   * @param shape the shape of its data
   */
  public static Finding isTheCosineSchedules(DiffusionModel model, DataShape shape) {
    NoiseSchedule own = model.schedule();
    return Check.of(
            "the model is one of the cosine schedule on another clock: dw/dphi of its flow is that"
                + " one's velocity, w = z / sqrt(alpha^2 + sigma^2), tan(phi) = sigma / alpha",
            EQUIVALENCE,
            "1e-4 of the largest")
        .over(
            check -> {
              DiffusionModel other = new ReclockedModel(model, new BoundlessSchedule());
              Batch w = new SeededNoise(5, 0, 2, shape).draw(0);
              for (double logSnr : LOG_SNRS) {
                if (logSnr <= own.logSnr(0) && logSnr >= own.logSnr(1)) {
                  float[] expected =
                      other
                          .predict(w, other.schedule().timeOf(logSnr), Condition.none(2))
                          .velocity()
                          .values();
                  float[] found = byAngle(model, w, own.timeOf(logSnr)).values();
                  double largest = 1;
                  for (float value : expected) {
                    largest = Math.max(largest, Math.abs(value));
                  }
                  check.near(expected, found, 1e-4 * largest, "at log SNR %s", logSnr);
                }
              }
            });
  }

  /** {@code dw/dphi = (power u - (alpha alpha' + sigma sigma') z) / (W sqrt(power))}. */
  private static Batch byAngle(DiffusionModel model, Batch w, double time) {
    NoiseLevel level = model.schedule().movingAt(time);
    double root = Math.sqrt(level.power());
    double[] times = new double[w.count()];
    Arrays.fill(times, time);
    Prediction prediction = model.predict(w.times(root), times, Condition.none(w.count()));
    double growth = level.alpha() * level.rate().alpha() + level.sigma() * level.rate().sigma();
    return prediction.flow().combine(root / level.turn(), -growth / level.turn(), w);
  }
}
