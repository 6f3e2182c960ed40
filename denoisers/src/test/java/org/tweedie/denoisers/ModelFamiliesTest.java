package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.Encoding;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.denoisers.HierarchicalFamily.Terms;
import org.tweedie.laws.contract.ModelContract;
import org.tweedie.laws.plugin.DefaultOptions;

class ModelFamiliesTest {

  private static final DataShape IMAGE = DataShape.image(4, 4, 1);
  private static final LatentOptions PLAIN = DefaultOptions.of(LatentOptions.class);

  private abstract static class OnImages extends ModelContract {
    @Override
    protected DataDescription data() {
      return DataDescription.of(IMAGE);
    }
  }

  @Nested
  class Diffusion extends OnImages {
    @Override
    protected ModelFamily model() {
      return new DiffusionFamily();
    }
  }

  @Nested
  class Autoencoder extends OnImages {
    @Override
    protected ModelFamily model() {
      return new AutoencoderFamily(DefaultOptions.of(AutoencoderFamily.Options.class));
    }
  }

  @Nested
  class Hierarchical extends OnImages {
    @Override
    protected ModelFamily model() {
      return new HierarchicalFamily(DefaultOptions.of(HierarchicalFamily.Options.class));
    }
  }

  private static HierarchicalFamily.Options scheduled(boolean shared, StepPrediction predict) {
    return new HierarchicalFamily.Options(
        4, "data", Encoding.LINEAR_GAUSSIAN, shared, predict, Terms.DENOISING, PLAIN);
  }

  @Test
  void allThreeRestrictionsMakeADiffusionOfAsManySteps() {
    HierarchicalFamily.Options options = scheduled(true, StepPrediction.NOISE);
    LatentDesign design =
        new HierarchicalFamily(options).latents(DataDescription.of(IMAGE)).orElseThrow();
    assertThat(design.isDiffusion()).isTrue();
    assertThat(design.latents()).hasSize(5).containsOnly(IMAGE);
    assertThat(options.kinds())
        .containsExactlyInAnyOrder(
            Kinds.SCHEDULE, Kinds.NETWORK, Kinds.PRECONDITIONING, Kinds.TIMES);
  }

  @Test
  void eachRestrictionAloneDoesNot() {
    for (HierarchicalFamily.Options options :
        new HierarchicalFamily.Options[] {
          scheduled(false, StepPrediction.NOISE), scheduled(true, StepPrediction.MEAN)
        }) {
      LatentDesign design =
          new HierarchicalFamily(options).latents(DataDescription.of(IMAGE)).orElseThrow();
      assertThat(design.isDiffusion()).isFalse();
    }
  }

  @Test
  void latentsAreVectorsMapsOrLikeTheData() {
    assertThat(new AutoencoderFamily(new AutoencoderFamily.Options("data", PLAIN)))
        .extracting(model -> model.latents(DataDescription.of(IMAGE)).orElseThrow().latents())
        .asString()
        .contains("4x4x1");
    assertThat(new AutoencoderFamily(new AutoencoderFamily.Options("2x3x4", PLAIN)))
        .extracting(model -> model.latents(DataDescription.of(IMAGE)).orElseThrow().latents())
        .isEqualTo(List.of(DataShape.image(2, 3, 4)));
    for (String wrong : List.of("2x3", "2x3x4x1", "0x3x4", "2x3xdata")) {
      assertThatThrownBy(() -> new AutoencoderFamily.Options(wrong, PLAIN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a map of height x width x channels such as 7x7x4")
          .hasMessageContaining("'" + wrong + "'");
    }
    assertThatThrownBy(() -> new AutoencoderFamily.Options("-3", PLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'-3'");
  }
}
