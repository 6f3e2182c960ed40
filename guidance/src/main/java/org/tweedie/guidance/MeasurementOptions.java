package org.tweedie.guidance;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The options that name a measurement, for the kinds of guidance that have one.
 *
 * @param known what the image tells
 * @param image its path
 * @param mask the mask's path; empty for none
 * @param blur the blur's standard deviation in pixels
 * @param whole whether the image is that of which the measurement is made
 * @param factor how many times smaller a whole image is made
 * @param projections how many coordinates of a whole image are known
 */
public record MeasurementOptions(
    @Description("what the image tells of the sample") @Default("masked") Known known,
    @Description("the image that is known, a PNG or JPEG file") @NotBlank String image,
    @Description("for masked: an image of the same size, white where pixels are known")
        @Default("\"\"")
        @NotNull
        String mask,
    @Description("for blurred: standard deviation of the Gaussian, in pixels")
        @Default("1")
        @Positive
        @DecimalMax("100")
        double blur,
    @Description(
            "whether the image is the whole one, of which what is known is made first, to try"
                + " methods out; where not, it is what is known")
        @Default("false")
        boolean whole,
    @Description("for smaller, of a whole image: how many times as small it is made")
        @Default("4")
        @Min(2)
        @Max(1000)
        int factor,
    @Description("for projected: how many random directions are known")
        @Default("100")
        @Positive
        @Max(10_000)
        int projections) {

  /** Of an image that is what is known. */
  MeasurementOptions(Known known, String image, String mask, double blur) {
    this(known, image, mask, blur, false, 4, 100);
  }

  /**
   * Reads the image and, where there is one, the mask.
   *
   * @throws IllegalArgumentException if they do not fit the data, in words for the user
   */
  LinearMeasurement measurement(DataDescription data, Resources resources) {
    DataShape shape = data.shape();
    if (!shape.isImage()) {
      throw new IllegalArgumentException(
          "An image can be known of samples that are images; these data are points of shape %s."
              .formatted(shape));
    }
    int channels = shape.dimensions().get(2);
    Batch image = resources.image(image(), known() == Known.GREY && !whole() ? 1 : channels);
    if (whole()) {
      checkSize("The image '%s'".formatted(image()), shape, image);
    }
    LinearMap map =
        switch (known()) {
          case MASKED -> masked(shape, image, resources);
          case SMALLER -> whole() ? smaller(shape) : smaller(shape, image);
          case GREY -> grey(shape, image);
          case BLURRED -> blurred(shape, image);
          case PROJECTED -> projected(shape);
        };
    double[] values = LinearMeasurement.wide(image.values());
    return new LinearMeasurement(
        map, whole() || known() == Known.MASKED ? map.apply(values) : values);
  }

  private LinearMap masked(DataShape shape, Batch image, Resources resources) {
    checkSize("The image '%s'".formatted(image()), shape, image);
    if (mask().isEmpty()) {
      throw new IllegalArgumentException(
          "Which pixels of the image are known? Name a mask, white where they are.");
    }
    Batch mask = resources.image(mask(), 1);
    checkSize("The mask '%s'".formatted(mask()), shape, mask);
    int channels = shape.dimensions().get(2);
    int[] known =
        IntStream.range(0, shape.size()).filter(k -> mask.values()[k / channels] > 0).toArray();
    if (known.length == 0) {
      throw new IllegalArgumentException(
          "The mask '%s' has no known pixels: it should be white where the image is to stay."
              .formatted(mask()));
    }
    if (known.length == shape.size()) {
      throw new IllegalArgumentException(
          "The mask '%s' has known pixels alone: it should be black where the image is to be painted."
              .formatted(mask()));
    }
    return new MaskMap(shape.size(), known);
  }

  private LinearMap smaller(DataShape shape, Batch image) {
    int height = shape.dimensions().get(0);
    int width = shape.dimensions().get(1);
    List<Integer> small = image.shape().dimensions();
    int factor = height / small.get(0);
    boolean fits = factor > 1 && factor * small.get(0) == height && factor * small.get(1) == width;
    if (!fits) {
      throw new IllegalArgumentException(
          "The image '%s' is %dx%d, and the model's images are %dx%d: these should be 2, 3 or more whole times as high and as wide."
              .formatted(image(), small.get(0), small.get(1), height, width));
    }
    return new BlockMeanMap(height, width, shape.dimensions().get(2), factor);
  }

  private LinearMap smaller(DataShape shape) {
    int height = shape.dimensions().get(0);
    int width = shape.dimensions().get(1);
    if (height % factor() != 0 || width % factor() != 0) {
      throw new IllegalArgumentException(
          "The model's images are %dx%d, which is not %d times a smaller one: set factor to what divides both."
              .formatted(height, width, factor()));
    }
    return new BlockMeanMap(height, width, shape.dimensions().get(2), factor());
  }

  private LinearMap projected(DataShape shape) {
    if (!whole()) {
      throw new IllegalArgumentException(
          "Coordinates along random directions are no image: name the whole one, with whole: true.");
    }
    if (projections() > shape.size()) {
      throw new IllegalArgumentException(
          "There are %d projections of images of %d values: no more than these can be known."
              .formatted(projections(), shape.size()));
    }
    return new ProjectionMap(shape.size(), projections());
  }

  private LinearMap grey(DataShape shape, Batch image) {
    if (shape.dimensions().get(2) != 3) {
      throw new IllegalArgumentException(
          "A grey image can be known of samples in colour; these data have %d channel."
              .formatted(shape.dimensions().get(2)));
    }
    checkSize("The image '%s'".formatted(image()), shape, image);
    return new GreyMap(shape.size() / 3);
  }

  private LinearMap blurred(DataShape shape, Batch image) {
    checkSize("The image '%s'".formatted(image()), shape, image);
    return new BlurMap(
        shape.dimensions().get(0), shape.dimensions().get(1), shape.dimensions().get(2), blur());
  }

  private static void checkSize(String subject, DataShape shape, Batch image) {
    List<Integer> wanted = shape.dimensions().subList(0, 2);
    List<Integer> found = image.shape().dimensions().subList(0, 2);
    if (!wanted.equals(found)) {
      throw new IllegalArgumentException(
          "%s is %dx%d, and the model's images are %dx%d (height by width): they should be of one size."
              .formatted(subject, found.get(0), found.get(1), wanted.get(0), wanted.get(1)));
    }
  }
}
