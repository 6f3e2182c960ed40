package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.DiffusionModel;

class MeasurementTest {

  private static Stream<LinearMap> maps() {
    return Stream.of(
        new MaskMap(6, 1, 4),
        new BlockMeanMap(4, 6, 3, 2),
        new GreyMap(5),
        new BlurMap(4, 5, 3, 0.8));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void transposeIsTheAdjoint(LinearMap map) {
    double[] x = random(map.inputs(), 1);
    double[] y = random(map.outputs(), 2);
    assertThat(dot(map.apply(x), y)).isCloseTo(dot(x, map.transpose(y)), within(1e-12));
  }

  @Test
  void theGramMatrixIsTheMapAfterItsAdjoint() {
    Stream.concat(maps(), Stream.of(new ProjectionMap(20, 6)))
        .forEach(
            map -> {
              double[] y = random(map.outputs(), 5);
              assertThat(map.gram(y))
                  .as(map.getClass().getSimpleName())
                  .containsExactly(map.apply(map.transpose(y)), within(1e-12));
            });
  }

  @ParameterizedTest
  @MethodSource("maps")
  void averagesOfAnEvenImageAreTheSame(LinearMap map) {
    double[] even = new double[map.inputs()];
    java.util.Arrays.fill(even, 0.3);
    assertThat(map.apply(even)).containsOnly(new double[] {0.3}, within(1e-12));
  }

  /** With the ridge r: {@code (r I + s A A^T) u = y - A x} and the correction is A^T u. */
  @ParameterizedTest
  @MethodSource("maps")
  void correctionSolvesTheNormalEquations(LinearMap map) {
    double[] y = random(map.outputs(), 3);
    double[] x = random(map.inputs(), 4);
    float[] floats = new float[x.length];
    for (int k = 0; k < x.length; k++) {
      floats[k] = (float) x[k];
      x[k] = floats[k];
    }
    double[] correction = corrected(map, y, floats, 0.1, 2);
    double[] ofX = map.apply(x);
    double[] ofCorrection = map.apply(correction);
    double[] residual = new double[y.length];
    for (int k = 0; k < y.length; k++) {
      residual[k] = y[k] - ofX[k] - 2 * ofCorrection[k];
    }
    double[] expected = map.transpose(residual);
    for (int k = 0; k < x.length; k++) {
      assertThat(0.1 * correction[k]).isCloseTo(expected[k], within(1e-6));
    }
  }

  @Test
  void withoutARidgeTheCorrectedOneAgreesWithTheMeasurement() {
    LinearMap map = new BlockMeanMap(4, 4, 1, 2);
    double[] y = {0.1, 0.2, -0.3, 0.4};
    float[] x = new float[16];
    x[5] = 1;
    double[] corrected = corrected(map, y, x, 0, 1);
    for (int k = 0; k < 16; k++) {
      corrected[k] += x[k];
    }
    assertThat(map.apply(corrected)).containsExactly(y, within(1e-6));
  }

  private static double[] corrected(
      LinearMap map, double[] y, float[] x, double ridge, double scale) {
    float[] values =
        new LinearMeasurement(map, y)
            .correction(
                Batch.of(DataShape.point(x.length), x), new double[] {ridge}, new double[] {scale})
            .values();
    double[] wide = new double[values.length];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = values[k];
    }
    return wide;
  }

  @Test
  void whatDoesNotFitIsRefusedInWords() {
    DataShape grey = DataShape.image(4, 4, 1);
    refused(Known.MASKED, grey, "4x4", "half", "");
    refused(
        Known.MASKED,
        grey,
        "3x4",
        "half",
        "The image '3x4' is 3x4, and the model's images are 4x4 (height by width): they should be of one size.");
    refused(Known.MASKED, grey, "4x4", "", "Which pixels of the image are known?");
    refused(Known.MASKED, grey, "4x4", "3x4", "The mask '3x4' is 3x4");
    refused(Known.MASKED, grey, "4x4", "4x4", "has no known pixels");
    refused(Known.MASKED, grey, "4x4", "white", "has known pixels alone");
    refused(Known.SMALLER, grey, "2x2", "", "");
    refused(
        Known.SMALLER,
        grey,
        "4x4",
        "",
        "these should be 2, 3 or more whole times as high and as wide");
    refused(
        Known.SMALLER, grey, "3x4", "", "The image '3x4' is 3x4, and the model's images are 4x4");
    refused(Known.GREY, grey, "4x4", "", "these data have 1 channel");
    refused(Known.GREY, DataShape.image(4, 4, 3), "4x4", "", "");
    refused(Known.BLURRED, grey, "4x4", "", "");
    refused(Known.BLURRED, DataShape.point(2), "4x4", "", "these data are points of shape 2");
    refused(Known.PROJECTED, grey, "4x4", "", "name the whole one, with whole: true");
    refused(whole(Known.SMALLER, 3, 1), grey, "which is not 3 times a smaller one");
    refused(whole(Known.PROJECTED, 2, 17), grey, "17 projections of images of 16 values");
  }

  private static MeasurementOptions whole(Known known, int factor, int projections) {
    return new MeasurementOptions(known, "4x4", "half", 1, true, factor, projections);
  }

  /** To try methods out: what is known is made of the image. */
  @Test
  void aWholeImageIsMeasuredFirst() {
    DataDescription colour = DataDescription.of(DataShape.image(4, 4, 3));
    Map<Known, Integer> outputs =
        Map.of(
            Known.MASKED, 24,
            Known.SMALLER, 12,
            Known.GREY, 16,
            Known.BLURRED, 48,
            Known.PROJECTED, 5);
    outputs.forEach(
        (known, count) -> {
          LinearMeasurement found = whole(known, 2, 5).measurement(colour, new Drawn());
          double[] image = LinearMeasurement.wide(new Drawn().image("4x4", 3).values());
          assertThat(found.value())
              .as("what is known of an image that is %s", known)
              .hasSize(count)
              .containsExactly(found.map().apply(image));
        });
  }

  /** Rows that are nearly orthogonal, and of length 1 on average. */
  @Test
  void projectionsAreRandomDirections() {
    LinearMap map = new ProjectionMap(400, 60);
    double[] x = random(400, 1);
    double[] y = random(60, 2);
    assertThat(dot(map.apply(x), y)).isCloseTo(dot(x, map.transpose(y)), within(1e-12));
    double squares = 0;
    for (int i = 0; i < 60; i++) {
      double[] one = new double[60];
      one[i] = 1;
      double[] row = map.transpose(one);
      squares += dot(row, row) / 60;
    }
    // The mean of 24,000 squares of variance 2, in units of 400.
    assertThat(squares).isCloseTo(1, within(3 * Math.sqrt(2 / 24_000.0)));
    assertThat(new ProjectionMap(400, 60).apply(x)).isEqualTo(map.apply(x));
    assertThat(new LinearMeasurement(map, map.apply(x)).residual(narrow(x)))
        .containsOnly(new double[] {0}, within(1e-5));
  }

  private static float[] narrow(double... x) {
    float[] narrow = new float[x.length];
    for (int k = 0; k < x.length; k++) {
      narrow[k] = (float) x[k];
    }
    return narrow;
  }

  private static void refused(Known known, DataShape data, String image, String mask, String why) {
    refused(new MeasurementOptions(known, image, mask, 1), data, why);
  }

  private static void refused(MeasurementOptions measured, DataShape data, String why) {
    ReplacementGuidance.Options options = new ReplacementGuidance.Options(measured, 1, 1);
    DataDescription description = DataDescription.of(data);
    if (why.isEmpty()) {
      assertThat(new ReplacementGuidance(options, description, new Drawn())).isNotNull();
    } else {
      assertThatThrownBy(() -> new ReplacementGuidance(options, description, new Drawn()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(why);
    }
  }

  /** Images that are called what they look like. */
  private static final class Drawn implements Resources {

    private static final Map<String, List<Integer>> SIZES =
        Map.of("3x4", List.of(3, 4), "2x2", List.of(2, 2));

    @Override
    public DiffusionModel model(String run, long checkpoint) {
      throw new AssertionError("no other run is asked for");
    }

    @Override
    public Classifier classifier(String run, long checkpoint) {
      throw new AssertionError("no other run is asked for");
    }

    @Override
    public Batch image(String file, int channels) {
      List<Integer> size = SIZES.getOrDefault(file, List.of(4, 4));
      float[] values = new float[size.get(0) * size.get(1) * channels];
      for (int k = 0; k < values.length; k++) {
        boolean white = file.equals("white") || (file.equals("half") && k % 2 == 0);
        values[k] = white ? 1 : -1;
      }
      return Batch.of(DataShape.image(size.get(0), size.get(1), channels), values);
    }
  }

  private static double[] random(int count, long seed) {
    return new SplittableRandom(seed).doubles(count, -1, 1).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
