package org.tweedie.laws.identity;

import java.util.concurrent.atomic.AtomicInteger;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A denoiser that counts what it is asked for.
 *
 * @param denoiser the denoiser
 * @param predictions how many predictions were asked for
 */
record CountingDenoiser(Denoiser denoiser, AtomicInteger predictions) implements Denoiser {

  @Override
  public NoiseSchedule schedule() {
    return denoiser.schedule();
  }

  @Override
  public Prediction predict(Batch z, double time) {
    predictions.incrementAndGet();
    return denoiser.predict(z, time);
  }

  @Override
  public Prediction predict(Batch z, double[] times) {
    predictions.incrementAndGet();
    return denoiser.predict(z, times);
  }
}
