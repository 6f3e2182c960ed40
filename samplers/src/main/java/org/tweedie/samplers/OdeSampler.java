package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.ode.DormandPrince;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.Encoder;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;

/**
 * The probability flow (Song et al., arXiv 2011.13456, equation 13) by an adaptive Runge-Kutta
 * method of order 5 with an error estimate of order 4 (Dormand and Prince 1980), to a tolerance
 * instead of a number of steps.
 *
 * <p>It is solved in the angle {@code phi = atan(sigma/alpha)} for {@code w = z / sqrt(alpha^2 +
 * sigma^2)}, in which it is as simple as can be for every schedule (Salimans and Ho, arXiv
 * 2202.00512, whose velocity it is):
 *
 * <pre>
 * dw/dphi = v^ / sqrt(alpha^2 + sigma^2),  v^ = alpha eps^ - sigma x^
 * </pre>
 *
 * <p>with no infinity even where alpha or sigma is 0. What is returned is the predicted signal at
 * time 0. Every sample has steps of its own, so none depends on its batch; the listener hears of
 * each percent of the way of the slowest one. Deterministic. Works for every schedule. Immutable;
 * safe for many threads.
 */
@Description("the probability flow to a tolerance, by adaptive Runge-Kutta")
public final class OdeSampler implements Sampler, Encoder {

  /**
   * Tolerances.
   *
   * @param relativeTolerance error of a step that is allowed, as a share of the value
   * @param absoluteTolerance error of a step that is allowed beside
   * @param clip whether images' predicted signals are clamped to [-1, 1]
   */
  public record Options(
      @Description("error of a step that is allowed, as a share of the value")
          @Default("1e-4")
          @DecimalMin("1e-6")
          @DecimalMax("0.1")
          double relativeTolerance,
      @Description("error of a step that is allowed beside")
          @Default("1e-4")
          @DecimalMin("1e-6")
          @DecimalMax("0.1")
          double absoluteTolerance,
      @Description(
              "whether images' predicted signals are clamped to [-1, 1]; that makes kinks, which"
                  + " cost predictions")
          @Default("false")
          boolean clip) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public OdeSampler(Options options) {
    this.options = options;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Flow flow = new Flow(denoiser, options.clip);
    double power = Math.sqrt(denoiser.schedule().at(1).power());
    Batch w = solve(flow, start.times(1 / power), flow.angle(1), flow.angle(0), listener);
    return flow.predict(w, flow.constant(w, flow.angle(0))).signal();
  }

  @Override
  public Batch encode(Denoiser denoiser, Batch data, StepListener listener) {
    Flow flow = new Flow(denoiser, options.clip);
    NoiseLevel first = denoiser.schedule().at(flow.earliest);
    Batch w = data.times(first.alpha() / Math.sqrt(first.power()));
    return solve(flow, w, flow.angle(0), flow.angle(1), listener)
        .times(Math.sqrt(denoiser.schedule().at(1).power()));
  }

  private Batch solve(Flow flow, Batch start, double from, double to, StepListener listener) {
    DormandPrince method = new DormandPrince(options.absoluteTolerance, options.relativeTolerance);
    Prediction[] latest = new Prediction[1];
    double[][] states =
        method
            .solve(
                (angles, w, done) -> {
                  // Those that have arrived are asked for too: a denoiser wants all its latents.
                  latest[0] = flow.predict(batch(start, w), angles);
                  return rows(flow.slope(latest[0]));
                },
                rows(start),
                from,
                to,
                start.shape().size(),
                (percent, w) ->
                    listener.onStep(percent, DormandPrince.PERCENT, batch(start, w), latest[0]))
            .states();
    return batch(start, states);
  }

  private static double[][] rows(Batch batch) {
    int size = batch.shape().size();
    double[][] rows = new double[batch.count()][size];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < size; k++) {
        rows[i][k] = batch.values()[i * size + k];
      }
    }
    return rows;
  }

  private static Batch batch(Batch like, double[][] rows) {
    int size = like.shape().size();
    float[] values = new float[rows.length * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / size][i % size];
    }
    return Batch.of(like.shape(), values);
  }

  /** The right side of the equation, for samples that each have an angle of their own. */
  static final class Flow {

    private final Denoiser denoiser;
    private final NoiseSchedule schedule;
    private final boolean clip;
    private final double earliest;

    Flow(Denoiser denoiser, boolean clip) {
      this.denoiser = denoiser;
      this.schedule = denoiser.schedule();
      this.clip = clip;
      this.earliest = Grid.earliest(schedule);
    }

    double angle(double time) {
      return Math.atan(Step.ratio(schedule.at(Math.max(earliest, time))));
    }

    double[] constant(Batch w, double angle) {
      double[] angles = new double[w.count()];
      Arrays.fill(angles, angle);
      return angles;
    }

    /** The prediction for {@code z = w sqrt(alpha^2 + sigma^2)}. */
    Prediction predict(Batch w, double[] angles) {
      double[] times = new double[angles.length];
      double[] powers = new double[angles.length];
      for (int i = 0; i < times.length; i++) {
        times[i] = Math.max(earliest, schedule.timeOf(-2 * Math.log(Math.tan(angles[i]))));
        powers[i] = Math.sqrt(schedule.at(times[i]).power());
      }
      Batch z = w.combineEach(powers, new double[powers.length], w);
      Prediction prediction = denoiser.predict(z, times);
      return clip && Walk.isBounded(prediction.latent())
          ? prediction.clampSignal(-1, 1)
          : prediction;
    }

    /** {@code v^ / sqrt(alpha^2 + sigma^2)}. */
    Batch slope(Prediction prediction) {
      Batch velocity = prediction.velocity();
      double[] factors = new double[velocity.count()];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = 1 / Math.sqrt(prediction.level(i).power());
      }
      return velocity.combineEach(factors, new double[factors.length], velocity);
    }
  }
}
