package org.tweedie.laws.exact;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A model as one of another schedule. What a model has learnt is one denoiser for each log SNR;
 * when and in which size a log SNR is come by is the schedule's business and can be exchanged:
 * {@code z} at the schedule's time is the latent {@code z sqrt(power' / power)} of the model at the
 * time of the same log SNR (Kingma et al., arXiv 2107.00630, section 5.1; Kingma and Gao, arXiv
 * 2303.00848, appendix D.3, where flow matching is a diffusion on another clock). Both schedules
 * should have the same ends: beyond its own a model is asked at its end.
 *
 * @param model the model as it was trained
 * @param schedule the schedule that it is to have
 */
public record ReclockedModel(DiffusionModel model, NoiseSchedule schedule)
    implements DiffusionModel {

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    NoiseLevel[] levels = schedule.movingAt(times);
    NoiseSchedule own = model.schedule();
    double[] ownTimes = new double[times.length];
    double[] sizes = new double[times.length];
    double[] ofSignal = new double[times.length];
    double[] ofNoise = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      ownTimes[i] = own.timeOf(levels[i].logSnr());
      sizes[i] = Math.sqrt(own.at(ownTimes[i]).power() / levels[i].power());
      ofSignal[i] = levels[i].rate().alpha();
      ofNoise[i] = levels[i].rate().sigma();
    }
    Batch latents = z.combineEach(sizes, new double[times.length], z);
    Prediction found = model.predict(latents, ownTimes, condition);
    Batch flow = found.signal().combineEach(ofSignal, ofNoise, found.noise());
    return Prediction.of(Parameterization.FLOW, z, levels, flow);
  }
}
