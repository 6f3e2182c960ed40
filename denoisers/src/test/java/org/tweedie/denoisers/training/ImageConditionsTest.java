package org.tweedie.denoisers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.laws.contract.ImageConditionContract;

class ImageConditionsTest {

  private static final DataShape COLOUR = DataShape.image(4, 6, 3);

  private static ImageCondition upscaling(int factor) {
    return new UpscalingCondition(new UpscalingCondition.Options(factor));
  }

  @Nested
  class Upscaling extends ImageConditionContract {
    @Override
    protected ImageCondition condition() {
      return upscaling(2);
    }

    @Override
    protected DataShape example() {
      return COLOUR;
    }
  }

  @Nested
  class Colourising extends ImageConditionContract {
    @Override
    protected ImageCondition condition() {
      return new ColourisingCondition();
    }

    @Override
    protected DataShape example() {
      return COLOUR;
    }
  }

  private static ImageCondition inpainting(double least, double most) {
    return new InpaintingCondition(new InpaintingCondition.Options(least, most));
  }

  @Nested
  class Inpainting extends ImageConditionContract {
    @Override
    protected ImageCondition condition() {
      return inpainting(0.25, 1);
    }

    @Override
    protected DataShape example() {
      return COLOUR;
    }
  }

  /** Of 4 rows and 6 columns half of each is hidden: 6 pixels in a rectangle. */
  @Test
  void aRectangleIsHiddenAnotherOneEachTime() {
    Set<List<Integer>> seen = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      float[] image = inpainting(0.5, 0.5).of(image(), COLOUR, new SplittableRandom(seed));
      List<Integer> hidden = new ArrayList<>();
      for (int pixel = 0; pixel < 24; pixel++) {
        if (image[4 * pixel + 3] < 0) {
          hidden.add(pixel);
          assertThat(image[4 * pixel]).isZero();
        } else {
          assertThat(image[4 * pixel + 1]).isEqualTo(image()[3 * pixel + 1]);
        }
      }
      int first = hidden.get(0);
      assertThat(hidden)
          .containsExactly(first, first + 1, first + 2, first + 6, first + 7, first + 8);
      seen.add(hidden);
    }
    assertThat(seen).as("all places that there are, 3 rows times 4 columns").hasSize(12);
  }

  @Test
  void measuredExamplesAlwaysHideTheSame() {
    ImageCondition condition = inpainting(0.25, 0.75);
    assertThat(condition.of(image(), COLOUR)).isEqualTo(condition.of(image(), COLOUR));
    assertThatThrownBy(() -> inpainting(0.5, 0.25))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Let least be no more than most");
    assertThatThrownBy(() -> condition.shape(DataShape.point(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("It paints images");
    assertThatThrownBy(() -> ImageCondition.masked(image(), COLOUR, true, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("72 values and 2 pixels of an image of 4x6x3");
  }

  /** Value 100 y + 10 x + c, over 1000. */
  private static float[] image() {
    float[] image = new float[COLOUR.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (100 * (i / 18) + 10 * (i / 3 % 6) + i % 3) / 1000f;
    }
    return image;
  }

  @Test
  void aPixelIsTheMeanOfItsSquare() {
    float[] small = upscaling(2).of(image(), COLOUR);
    assertThat(upscaling(2).shape(COLOUR)).isEqualTo(DataShape.image(2, 3, 3));
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        for (int c = 0; c < 3; c++) {
          // The mean of 2y and 2y + 1, and of 2x and 2x + 1.
          double expected = (100 * (2 * y + 0.5) + 10 * (2 * x + 0.5) + c) / 1000;
          assertThat((double) small[(y * 3 + x) * 3 + c]).isCloseTo(expected, within(1e-7));
        }
      }
    }
  }

  @Test
  void greyIsTheLuma() {
    float[] values = {1, -1, -1, -1, 1, -1, -1, -1, 1, 0.5f, 0.5f, 0.5f};
    float[] grey = new ColourisingCondition().of(values, DataShape.image(2, 2, 3));
    assertThat(grey[0]).isCloseTo(2 * 0.299f - 1, within(1e-6f));
    assertThat(grey[1]).isCloseTo(2 * 0.587f - 1, within(1e-6f));
    assertThat(grey[2]).isCloseTo(2 * 0.114f - 1, within(1e-6f));
    assertThat(grey[3]).isCloseTo(0.5f, within(1e-6f));
  }

  private static void isRefused(ImageCondition condition, DataShape example, String words) {
    assertThatThrownBy(() -> condition.shape(example))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void whatDoesNotFitIsRefusedInWords() {
    isRefused(
        upscaling(4), COLOUR, "Images of 4x6 cannot be made of ones that are 4 times smaller");
    isRefused(upscaling(2), DataShape.point(2), "It enlarges images");
    isRefused(new ColourisingCondition(), DataShape.point(2), "It colours images");
    isRefused(
        new ColourisingCondition(),
        DataShape.image(8, 8, 1),
        "these have no colours: their shape is 8x8x1");
  }
}
