package __package__;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Latents;
import org.tweedie.laws.contract.LatentsContract;

class __Component__Test extends LatentsContract {

  private static final DataDescription SMALL =
      DataDescription.of(DataShape.image(4, 6, 1)).withLevels(new Levels(3));

  @Override
  protected Latents latents() {
    return new __Component__(new __Component__.Options(0.1, 0.5));
  }

  /** Images whose levels rise from pixel to pixel, each beginning with another one. */
  @Override
  protected DataSource data() {
    Examples examples =
        new Examples() {
          @Override
          public int size() {
            return 3;
          }

          @Override
          public void read(int index, float[] target, int offset) {
            for (int k = 0; k < SMALL.shape().size(); k++) {
              target[offset + k] = new Levels(3).value((index + k) % 3);
            }
          }

          @Override
          public int label(int index) {
            return Condition.NONE;
          }
        };
    return new DataSource() {
      @Override
      public DataDescription description() {
        return SMALL;
      }

      @Override
      public Examples train() {
        return examples;
      }

      @Override
      public Examples test() {
        return examples;
      }
    };
  }

  @Test
  void latentsAreAQuarterOfTheData() {
    assertThat(latents().autoencoder(SMALL).orElseThrow().latent())
        .isEqualTo(DataShape.image(2, 3, 1));
  }
}
