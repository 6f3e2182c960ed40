package org.tweedie.api.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * All that a sampler needs of a model: a {@link DiffusionModel} whose condition and guidance are
 * settled.
 */
public interface Denoiser {

  /** How noise grows with time. */
  NoiseSchedule schedule();

  /**
   * Predicts for a batch of latents.
   *
   * @param z the latents, as many and in the same order as in the sampler's start
   * @param time their time, in [0, 1]
   */
  Prediction predict(Batch z, double time);

  /**
   * Predicts for latents at times of their own, for samplers that let each sample take its own
   * steps. By default it asks for all latents at every time that occurs and keeps what it needs.
   *
   * @param z the latents, as many and in the same order as in the sampler's start
   * @param times for each latent its time, in [0, 1]
   */
  default Prediction predict(Batch z, double[] times) {
    NoiseLevel[] levels = new NoiseLevel[z.count()];
    float[] signals = new float[z.values().length];
    float[] fractions = new float[signals.length];
    boolean learnt = times.length > 0;
    int size = z.shape().size();
    for (double time : Arrays.stream(times).distinct().toArray()) {
      Prediction prediction = predict(z, time);
      Batch signal = prediction.signal();
      Optional<Batch> fraction = prediction.varianceFraction();
      learnt &= fraction.isPresent();
      NoiseLevel level = schedule().movingAt(time);
      for (int i = 0; i < levels.length; i++) {
        if (times[i] == time) {
          levels[i] = level;
          int at = i * size;
          System.arraycopy(signal.values(), at, signals, at, size);
          fraction.ifPresent(it -> System.arraycopy(it.values(), at, fractions, at, size));
        }
      }
    }
    Prediction all =
        Prediction.of(Parameterization.SIGNAL, z, levels, Batch.of(z.shape(), signals));
    return learnt ? all.withVarianceFraction(Batch.of(z.shape(), fractions)) : all;
  }

  /**
   * Predicts for several latents of each sample at once, for samplers that look at many steps side
   * by side. A {@link DiffusionModel} is asked for all of them in one batch; by default it is one
   * after the other.
   *
   * @param z batches of latents, each as {@link #predict(Batch, double[])} takes it
   * @param times for each batch the times of its latents
   * @return a prediction a batch, in their order
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default List<Prediction> predictAll(List<Batch> z, List<double[]> times) {
    return IntStream.range(0, z.size()).mapToObj(i -> predict(z.get(i), times.get(i))).toList();
  }

  /**
   * Predicts, and pulls back a gradient by the predicted signal, for walks that look at where a
   * latent leads to; see {@link DiffusionModel#differentiate}.
   *
   * @param z the latents, as many and in the same order as in the sampler's start
   * @param times for each latent its time, in [0, 1]
   * @param cotangent for each latent the gradient of some number by the predicted signal
   * @throws UnsupportedOperationException if the model cannot be differentiated, which is the
   *     default
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Differentiated differentiate(Batch z, double[] times, Batch cotangent) {
    throw new UnsupportedOperationException(
        "the denoiser " + getClass().getName() + " cannot be differentiated");
  }
}
