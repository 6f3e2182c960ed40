package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.model.Latents;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.chain.LevelSoftmax;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.Digits;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.laws.contract.LatentsContract;

/** An autoencoder that a plugin brings. */
class LatentsOfPluginsTest extends LatentsContract {

  @TempDir private Path folder;

  /** Pixels with a little noise. */
  @Description("pixels with a little noise")
  public static final class NoisyPixels implements Latents {

    @Inject
    public NoisyPixels() {}

    @Override
    public Optional<Autoencoder> autoencoder(DataDescription data) {
      if (data.levels().isEmpty()) {
        throw new IllegalArgumentException("These pixels have levels, and the data have none.");
      }
      return Optional.of(new Noisy(data.shape(), data.levels().get()));
    }
  }

  private record Noisy(DataShape shape, Levels levels) implements Autoencoder {

    @Override
    public DataShape latent() {
      return DataShape.point(shape.size());
    }

    @Override
    public LatentGaussian encode(Batch x) {
      float[] deviations = new float[x.values().length];
      Arrays.fill(deviations, 0.1f);
      return new LatentGaussian(x.shaped(latent()), Batch.of(latent(), deviations));
    }

    private LevelSoftmax decoder(Batch z) {
      double[] mean = new double[z.values().length];
      double[] deviation = new double[mean.length];
      Arrays.setAll(mean, k -> z.values()[k]);
      Arrays.fill(deviation, 0.2);
      return new LevelSoftmax(shape, levels, mean, deviation);
    }

    @Override
    public Batch decode(Batch z) {
      return decoder(z).expected();
    }

    @Override
    public double[] nats(Batch x, Batch z) {
      return decoder(z).nats(x);
    }

    @Override
    public String fingerprint() {
      return "noisy pixels";
    }
  }

  /** Lists it. */
  public static final class NoisyPlugin implements DiffusionPlugin {

    @Override
    public String name() {
      return "noisy-plugin";
    }

    @Override
    public void configure(Components components) {
      components.add(Kinds.LATENTS, "noisy-pixels", NoisyPixels.class);
    }
  }

  @Override
  protected Latents latents() {
    return new NoisyPixels();
  }

  @Override
  protected DataSource data() {
    return new Digits();
  }

  @Test
  void aDiffusionOfItsLatentsIsOneOfTheData() throws IOException {
    try (Tweedie tweedie = Tweedie.load(Fakes.besideBuiltIn(NoisyPlugin.class), List.of())) {
      RunConfig config =
          tweedie
              .example("digits")
              .with("latents", "noisy-pixels")
              .with("preconditioning", "none")
              .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
              .with("sampler.steps", 2)
              .with("measures", List.of(Map.of("type", "bound", "examples", 4)))
              .with("train.steps", 1);
      try (Run run = tweedie.create(folder.resolve("run"), config)) {
        assertThat(run.train(RunListener.silent())).isTrue();
        assertThat(run.measure(RunListener.silent()).readings()).hasSize(5);
        assertThat(run.sample(Samples.count(2)).shape()).isEqualTo(DataShape.image(8, 8, 1));
      }
      assertThatThrownBy(
              () -> tweedie.create(folder.resolve("points"), config.with("data", "points")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("These pixels have levels")
          .hasMessageContaining("latents");
    }
  }
}
