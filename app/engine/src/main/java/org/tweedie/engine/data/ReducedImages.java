package org.tweedie.engine.data;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataException;

/**
 * Images with fewer pixels, each the mean of a square to the nearest level, as the first model of a
 * cascade learns them (Ho et al., "Cascaded Diffusion Models for High Fidelity Image Generation",
 * arXiv 2106.15282): what the image condition {@code upscaling} makes of the same examples, but for
 * the rounding.
 */
final class ReducedImages {

  private ReducedImages() {}

  /**
   * The same images with fewer pixels.
   *
   * @param images of one channel or more, channels last
   * @param size their height and width from now on
   * @throws DataException if that is no whole fraction of both
   */
  static IdxArray of(IdxArray images, int size) {
    int height = images.dimensions()[1];
    int width = images.dimensions()[2];
    int factor = height / size;
    if (height != width || factor * size != height) {
      throw new DataException(
          "The images of %s have %dx%d pixels, and 'size' is %d. %s"
              .formatted(images.path(), height, width, size, allowed(height, width)));
    }
    int[] dimensions = images.dimensions().clone();
    dimensions[1] = size;
    dimensions[2] = size;
    int channels = dimensions.length == 4 ? dimensions[3] : 1;
    Records reduced =
        Records.kept(
            images.records().count(),
            size * size * channels,
            Records.mostHeld(),
            i -> reduced(images.records().of(i), size, factor, channels));
    return new IdxArray(images.path(), dimensions, reduced);
  }

  private static String allowed(int height, int width) {
    return height == width
        ? "It divides both: one of %s."
            .formatted(
                IntStream.rangeClosed(1, height)
                    .filter(it -> height % it == 0)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(", ")))
        : "Only images as high as wide can be reduced: leave it out.";
  }

  private static byte[] reduced(byte[] image, int size, int factor, int channels) {
    int[] sums = new int[size * size * channels];
    int row = size * factor * channels;
    for (int i = 0; i < image.length; i++) {
      int column = i % row / channels / factor;
      sums[(i / row / factor * size + column) * channels + i % channels] +=
          Byte.toUnsignedInt(image[i]);
    }
    byte[] levels = new byte[sums.length];
    int pixels = factor * factor;
    Arrays.setAll(sums, i -> (2 * sums[i] + pixels) / (2 * pixels));
    for (int i = 0; i < sums.length; i++) {
      levels[i] = (byte) sums[i];
    }
    return levels;
  }
}
