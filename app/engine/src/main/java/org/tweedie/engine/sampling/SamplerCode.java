package org.tweedie.engine.sampling;

import java.util.Optional;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.Encoder;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;

/**
 * Data by way of a diffusion's noise: a deterministic sampler walked backwards, and forwards again.
 *
 * @param assembly with which sampler and guidance
 * @param encoder the same sampler, as what walks backwards
 * @param model the model
 */
public record SamplerCode(Assembly assembly, Encoder encoder, DiffusionModel model)
    implements Code {

  /** The code of a run's sampler; empty where it cannot be walked backwards. */
  public static Optional<SamplerCode> of(Assembly assembly, DiffusionModel model) {
    return assembly.sampler() instanceof Encoder encoder
        ? Optional.of(new SamplerCode(assembly, encoder, model))
        : Optional.empty();
  }

  /** Whether a sampler of a class can be walked backwards. */
  public static boolean canEncode(Class<?> sampler) {
    return Encoder.class.isAssignableFrom(sampler);
  }

  @Override
  public Batch encode(Batch x, Condition condition) {
    return encoder.encode(denoiser(condition), x, StepListener.NONE);
  }

  @Override
  public Batch decode(Batch z, Condition condition) {
    SeededNoise unused = new SeededNoise(0, 0, z.count(), z.shape());
    return assembly
        .guidance()
        .walk(assembly.sampler())
        .sample(denoiser(condition), z, unused, StepListener.NONE);
  }

  private Denoiser denoiser(Condition condition) {
    return assembly.guidance().guide(model).given(condition);
  }
}
