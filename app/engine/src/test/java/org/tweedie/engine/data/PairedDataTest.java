package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.laws.contract.DataSourceContract;

class PairedDataTest {

  /** The image with black and white in one another's place. */
  private record Negative() implements ImageCondition {

    @Override
    public DataShape shape(DataShape example) {
      if (!example.isImage()) {
        throw new IllegalArgumentException("of images alone");
      }
      return example;
    }

    @Override
    public float[] of(float[] example, DataShape shape) {
      float[] negative = new float[example.length];
      for (int i = 0; i < negative.length; i++) {
        negative[i] = -example[i];
      }
      return negative;
    }
  }

  @Nested
  class Contract extends DataSourceContract {
    @Override
    protected DataSource construct() {
      return PairedData.of(new Digits(), new Negative());
    }
  }

  @Test
  void eachExampleGoesWithWhatIsMadeOfIt() {
    DataSource plain = new Digits();
    DataSource paired = PairedData.of(plain, new Negative());
    assertThat(paired.description())
        .isEqualTo(plain.description().withConditionImage(DataShape.image(8, 8, 1)));
    Examples train = paired.train();
    float[] values = DataSourceContract.read(paired, train, 3);
    assertThat(values).isEqualTo(DataSourceContract.read(plain, plain.train(), 3));
    assertThat(train.label(3)).isEqualTo(plain.train().label(3));
    assertThat(train.conditionImage(3))
        .get()
        .isEqualTo(new Negative().of(values, DataShape.image(8, 8, 1)));
    assertThat(DataFingerprint.sha256(paired)).isNotEqualTo(DataFingerprint.sha256(plain));
  }

  /** An augmented example goes with an augmented image. */
  @Test
  void anImageIsMadeOfWhatTrainingSees() {
    DataSource paired = PairedData.of(new Digits(), new Negative());
    float[] seen = new float[64];
    seen[5] = 0.25f;
    assertThat(paired.train().conditionImage(0, seen, new SplittableRandom(1)).orElseThrow()[5])
        .isEqualTo(-0.25f);
  }

  private record Told(DataSource source) implements DataSource, NotedData {

    @Override
    public DataDescription description() {
      return source.description();
    }

    @Override
    public Examples train() {
      return source.train();
    }

    @Override
    public Examples test() {
      return source.test();
    }

    @Override
    public List<String> notes() {
      return List.of("a note");
    }
  }

  @Test
  void notesOfTheDataStay() {
    assertThat(PairedData.of(new Told(new Digits()), new Negative()).notes())
        .containsExactly("a note");
    assertThat(PairedData.of(new Digits(), new Negative()).notes()).isEmpty();
  }

  @Test
  void dataOfWhichNoneCanBeMadeAreRefused() {
    ImageCondition refusing =
        new ImageCondition() {
          @Override
          public DataShape shape(DataShape example) {
            return DataShape.image(3, 3, 1);
          }

          @Override
          public float[] of(float[] example, DataShape shape) {
            return new float[9];
          }
        };
    assertThatThrownBy(() -> PairedData.of(new Digits(), refusing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("examples of 8x8x1 cannot go with images of 3x3x1");
  }
}
