package org.tweedie.api.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A denoiser with its schedule: a trained network, an exact one for data whose distribution is
 * known, or either of them under guidance. May be used by many threads at once.
 */
public interface DiffusionModel {

  /** How noise grows with time. */
  NoiseSchedule schedule();

  /**
   * Predicts for latents at times of their own.
   *
   * @param z latents {@code alpha_t x + sigma_t eps}
   * @param times for each latent its time in [0, 1]
   * @param condition for each latent what is known of it
   * @return the prediction, in the order of the latents
   * @throws IllegalArgumentException if the three differ in count
   */
  Prediction predict(Batch z, double[] times, Condition condition);

  /** Predicts for latents that are all at one time. */
  default Prediction predict(Batch z, double time, Condition condition) {
    double[] times = new double[z.count()];
    Arrays.fill(times, time);
    return predict(z, times, condition);
  }

  /**
   * Predicts, and pulls a cotangent back through the predicted signal: {@code gradient = J^T
   * cotangent} with the Jacobian {@code J = d x^ / d z} at the given times, one vector-Jacobian
   * product an example. Divergences of the probability flow and the gradients of data terms are
   * made of it. Like {@link #predict}, it may be called by many threads at once.
   *
   * @param z latents {@code alpha_t x + sigma_t eps}
   * @param times for each latent its time in [0, 1]
   * @param condition for each latent what is known of it
   * @param cotangent for each latent the gradient of some number by the predicted signal
   * @throws IllegalArgumentException if the four differ in count
   * @throws UnsupportedOperationException if the model cannot be differentiated, which is the
   *     default
   */
  default Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    throw new UnsupportedOperationException(
        "the model " + getClass().getName() + " cannot be differentiated");
  }

  /** This model with its condition settled: what a sampler walks with. */
  default Denoiser given(Condition condition) {
    DiffusionModel model = this;
    return new Denoiser() {
      @Override
      public NoiseSchedule schedule() {
        return model.schedule();
      }

      @Override
      public Prediction predict(Batch z, double time) {
        return model.predict(z, time, condition);
      }

      @Override
      public Prediction predict(Batch z, double[] times) {
        return model.predict(z, times, condition);
      }

      @Override
      public List<Prediction> predictAll(List<Batch> z, List<double[]> times) {
        Prediction all =
            model.predict(
                z.stream().reduce(Batch::followedBy).orElseThrow(),
                times.stream().flatMapToDouble(Arrays::stream).toArray(),
                z.stream().map(each -> condition).reduce(Condition::followedBy).orElseThrow());
        int count = condition.count();
        return IntStream.range(0, z.size())
            .mapToObj(i -> all.slice(i * count, (i + 1) * count))
            .toList();
      }

      @Override
      public Differentiated differentiate(Batch z, double[] times, Batch cotangent) {
        return model.differentiate(z, times, condition, cotangent);
      }
    };
  }
}
