package org.tweedie.engine.measuring;

import java.io.IOException;
import java.util.Optional;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.run.UsedModel;
import org.tweedie.engine.sampling.DiffusionDrawer;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.engine.sampling.Seeds;

/** The models of a run, opened when they are first asked for. */
public interface Models {

  /**
   * The diffusion model that is looked at: in float32, with the weights that the config evaluates.
   *
   * @throws IllegalArgumentException in words for the user, if the model is no diffusion
   */
  DiffusionModel evaluated() throws IOException;

  /** The latents of which it is a diffusion; empty where it is one of the data. */
  Optional<LatentSpace> space() throws IOException;

  /** The same model as a chain of latents; empty of a diffusion in continuous time. */
  Optional<LatentChain> chain() throws IOException;

  /**
   * What draws samples, with the weights that the config samples.
   *
   * @param with the sampler and the guidance of a diffusion
   * @param options how many are drawn side by side, and with which noise
   * @param seed what they are drawn from
   */
  Drawer drawer(Assembly with, SampleOptions options, long seed) throws IOException;

  /** One model for everything. */
  static Models of(UsedModel model) {
    return new Models() {
      @Override
      public DiffusionModel evaluated() {
        return model.diffusion();
      }

      @Override
      public Optional<LatentSpace> space() {
        return model.space();
      }

      @Override
      public Optional<LatentChain> chain() {
        return model.chain();
      }

      @Override
      public Drawer drawer(Assembly with, SampleOptions options, long seed) {
        return model.drawer(with, options, seed);
      }
    };
  }

  /** One diffusion model for everything. */
  static Models of(DiffusionModel model) {
    return new Models() {
      @Override
      public DiffusionModel evaluated() {
        return model;
      }

      @Override
      public Optional<LatentSpace> space() {
        return Optional.empty();
      }

      @Override
      public Optional<LatentChain> chain() {
        return Optional.empty();
      }

      @Override
      public Drawer drawer(Assembly with, SampleOptions options, long seed) {
        return new DiffusionDrawer(
            Sampling.of(with.sampler(), with.guidance(), options, Seeds.of(seed)),
            model,
            with.data().shape());
      }
    };
  }
}
