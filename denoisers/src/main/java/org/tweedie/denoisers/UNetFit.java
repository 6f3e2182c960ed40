package org.tweedie.denoisers;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;

/** Whether a U-Net's options fit the data and one another. */
final class UNetFit {

  private UNetFit() {}

  /**
   * Checks.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static void check(UNet.Options options, DataDescription data) {
    DataShape shape = data.shape();
    Fit.refuseIf(
        !shape.isImage(),
        "A U-Net is for images of height x width x channels, and the data have the shape %s. For"
            + " points, take the network mlp.",
        shape);
    Fit.refuseIf(
        options.channels() % 2 != 0,
        "channels is %d, and must be even: half of them become sines, half cosines of the noise"
            + " level.",
        options.channels());
    int patch = options.patch();
    int height = shape.dimensions().get(0);
    int width = shape.dimensions().get(1);
    Fit.refuseIf(
        height % patch != 0 || width % patch != 0,
        "Images of %dx%d cannot be cut into patches of %dx%d. Let patch divide height and width.",
        height,
        width,
        patch,
        patch);
    checkResolutions(
        options.channelMultipliers().size() - 1,
        options.attention(),
        height / patch,
        width / patch,
        patch);
    for (int multiplier : options.channelMultipliers()) {
      int channels = options.channels() * multiplier;
      Fit.refuseIf(
          channels % options.groups() != 0,
          "%d channels (%d x %d) cannot be divided into %d groups. Let groups divide channels.",
          channels,
          options.channels(),
          multiplier,
          options.groups());
    }
    checkHeads(options.channels(), options.channelMultipliers(), options.attentionHeads());
  }

  /**
   * Checks that a network can halve its images as often as it is to, and has the heights at which
   * there is to be attention.
   *
   * @param height of images in patches
   * @param width of images in patches
   * @param patch height and width of a patch in pixels
   * @throws IllegalArgumentException with a sentence for the user
   */
  static void checkResolutions(
      int halvings, List<Integer> attention, int height, int width, int patch) {
    int divisor = 1 << halvings;
    Fit.refuseIf(
        height % divisor != 0 || width % divisor != 0,
        "Images of %dx%d%s cannot be halved %d times, which %d channel-multipliers ask for. Give"
            + " fewer multipliers, or resize the images to multiples of %d.",
        height,
        width,
        patch == 1 ? "" : " patches",
        halvings,
        halvings + 1,
        divisor * patch);
    List<Integer> heights = new ArrayList<>();
    for (int level = 0; level <= halvings; level++) {
      heights.add(height >> level);
    }
    List<Integer> absent = new ArrayList<>(attention);
    absent.removeAll(heights);
    Fit.refuseIf(
        !absent.isEmpty(),
        "attention names the heights %s, which this network does not have: its heights are %s.",
        absent,
        heights);
  }

  /**
   * Checks that heads of attention can share the channels at every resolution.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static void checkHeads(int channels, List<Integer> multipliers, int heads) {
    for (int multiplier : multipliers) {
      Fit.refuseIf(
          channels * multiplier % heads != 0,
          "%d channels (%d x %d) cannot be divided among %d attention-heads. Let attention-heads"
              + " divide channels.",
          channels * multiplier,
          channels,
          multiplier,
          heads);
    }
  }
}
