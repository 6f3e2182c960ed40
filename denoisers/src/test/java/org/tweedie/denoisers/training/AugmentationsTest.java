package org.tweedie.denoisers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.training.Augmentation;
import org.tweedie.denoisers.training.ShiftAugmentation.Edges;
import org.tweedie.laws.contract.AugmentationContract;

class AugmentationsTest {

  private static final DataDescription DATA =
      DataDescription.of(DataShape.image(4, 3, 2)).withLevels(new Levels(256));

  private static Augmentation flip(double probability) {
    return new FlipAugmentation(new FlipAugmentation.Options(probability), DATA);
  }

  private static Augmentation shift(int pixels, Edges edges) {
    return new ShiftAugmentation(new ShiftAugmentation.Options(pixels, edges), DATA);
  }

  /** All values differ. */
  private static float[] image() {
    float[] image = new float[24];
    for (int i = 0; i < image.length; i++) {
      image[i] = DATA.levels().orElseThrow().value(7 * i);
    }
    return image;
  }

  private static RandomGenerator random(long seed) {
    return new SplittableRandom(seed);
  }

  @Test
  void twiceMirroredIsAsItWas() {
    float[] once = flip(1).apply(image(), random(1));
    assertThat(once).isNotEqualTo(image());
    assertThat(flip(1).apply(once, random(1))).isEqualTo(image());
  }

  @Test
  void aMirrorTurnsRowsAroundAndKeepsPixelsTogether() {
    float[] once = flip(1).apply(image(), random(1));
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 3; x++) {
        for (int c = 0; c < 2; c++) {
          assertThat(once[(y * 3 + x) * 2 + c]).isEqualTo(image()[(y * 3 + 2 - x) * 2 + c]);
        }
      }
    }
  }

  /** So mean, variance and histogram stay what they are, of each channel and each row. */
  @Test
  void aMirrorKeepsTheValues() {
    float[] once = flip(1).apply(image(), random(1));
    Arrays.sort(once);
    assertThat(once).isEqualTo(image());
  }

  @Test
  void mirrorsAsOftenAsIsSaid() {
    assertThat(flip(0).apply(image(), random(1))).isEqualTo(image());
    int mirrored = 0;
    for (int i = 0; i < 4000; i++) {
      mirrored += Arrays.equals(flip(0.3).apply(image(), random(i)), image()) ? 0 : 1;
    }
    // The standard error of the share is 0.0072.
    assertThat(mirrored / 4000.0).isBetween(0.3 - 4 * 0.0072, 0.3 + 4 * 0.0072);
  }

  @ParameterizedTest
  @EnumSource
  void aShiftByNothingIsNone(Edges edges) {
    for (int i = 0; i < 20; i++) {
      assertThat(shift(0, edges).apply(image(), random(i))).isEqualTo(image());
    }
  }

  /** Each of the 25 shifts, with what comes in at the edges, as often as any other. */
  @ParameterizedTest
  @EnumSource
  void everyShiftIsAsProbableAsAnyOther(Edges edges) {
    Map<List<Float>, Integer> counts = new HashMap<>();
    int draws = 10_000;
    for (int i = 0; i < draws; i++) {
      counts.merge(boxed(shift(2, edges).apply(image(), random(i))), 1, Integer::sum);
    }
    Map<List<Float>, Integer> expected = new HashMap<>();
    for (int down = -2; down <= 2; down++) {
      for (int right = -2; right <= 2; right++) {
        expected.merge(boxed(shifted(down, right, edges)), 1, Integer::sum);
      }
    }
    assertThat(counts.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (image, ways) -> {
          double share = ways / 25.0;
          double error = Math.sqrt(share * (1 - share) / draws);
          assertThat(counts.get(image) / (double) draws)
              .as("share, standard error %s", error)
              .isBetween(share - 4.5 * error, share + 4.5 * error);
        });
  }

  private static float[] shifted(int down, int right, Edges edges) {
    float[] shifted = new float[24];
    for (int i = 0; i < 24; i++) {
      int y = i / 6 - down;
      int x = i % 6 / 2 - right;
      boolean inside = y >= 0 && y < 4 && x >= 0 && x < 3;
      int row = Math.max(0, Math.min(3, y));
      int column = Math.max(0, Math.min(2, x));
      shifted[i] =
          inside || edges == Edges.REPEAT
              ? image()[(row * 3 + column) * 2 + i % 2]
              : DATA.levels().orElseThrow().value(0);
    }
    return shifted;
  }

  private static List<Float> boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i]);
    return List.of(boxed);
  }

  @Test
  void pointsAndLargeShiftsAreRefusedInWords() {
    DataDescription points = DataDescription.of(DataShape.point(2));
    Augmentation flip = new FlipAugmentation(new FlipAugmentation.Options(0.5), points);
    assertThat(((Selective) flip).objections(assembly(points)))
        .containsExactly(
            "It mirrors images (height x width x channels), and these data are 2. Please leave it out: 'augmentation: none'.");
    assertThat(((Selective) shift(3, Edges.REPEAT)).objections(assembly(DATA)))
        .singleElement()
        .asString()
        .contains("up to 3 pixels", "4x3x2", "below 3");
    assertThat(((Selective) shift(2, Edges.REPEAT)).objections(assembly(DATA))).isEmpty();
    assertThat(((Selective) flip(1)).objections(assembly(DATA))).isEmpty();
  }

  private static Assembly assembly(DataDescription data) {
    return new Assembly(data, t -> 0, Optional.empty(), null, null, null, null, null, null, 0);
  }

  @Nested
  class NoneKeepsTheContract extends OnImages {
    @Override
    protected Augmentation augmentation() {
      return new NoAugmentation();
    }
  }

  @Nested
  class FlipKeepsTheContract extends OnImages {
    @Override
    protected Augmentation augmentation() {
      return flip(0.5);
    }
  }

  @Nested
  class ShiftKeepsTheContract extends OnImages {
    @Override
    protected Augmentation augmentation() {
      return shift(2, Edges.REPEAT);
    }
  }

  @Nested
  class ShiftWithBlackEdgesKeepsTheContract extends OnImages {
    @Override
    protected Augmentation augmentation() {
      return shift(1, Edges.BLACK);
    }
  }

  abstract static class OnImages extends AugmentationContract {
    @Override
    protected DataDescription data() {
      return DATA;
    }
  }
}
