package org.tweedie.denoisers;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;

/** Whether the options of diffusers' U-Net fit the data and one another. */
final class DiffusersUNetFit {

  private DiffusersUNetFit() {}

  /**
   * Checks.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static void check(DiffusersUNet.Options options, DataDescription data) {
    DataShape shape = data.shape();
    Fit.refuseIf(
        !shape.isImage(),
        "diffusers' U-Net is for images of height x width x channels, and the data have the shape"
            + " %s. For points, take the network mlp.",
        shape);
    int levels = options.channels().size();
    int divisor = 1 << Math.min(30, levels - 1);
    int height = shape.dimensions().get(0);
    int width = shape.dimensions().get(1);
    Fit.refuseIf(
        height % divisor != 0 || width % divisor != 0,
        "Images of %dx%d cannot be halved %d times, which %d channels ask for. Give fewer channels,"
            + " or resize the images to multiples of %d.",
        height,
        width,
        levels - 1,
        levels,
        divisor);
    checkAttention("down-attention", options.downAttention(), levels);
    checkAttention("up-attention", options.upAttention(), levels);
    checkChannels(options);
    checkTime(options);
  }

  private static void checkAttention(String option, List<Integer> resolutions, int levels) {
    List<Integer> absent = new ArrayList<>(resolutions);
    absent.removeIf(level -> level < levels);
    Fit.refuseIf(
        !absent.isEmpty(),
        "%s names the resolutions %s, and this network has those from 0 to %d.",
        option,
        absent,
        levels - 1);
  }

  private static void checkChannels(DiffusersUNet.Options options) {
    for (int channels : options.channels()) {
      Fit.refuseIf(
          channels % options.groups() != 0,
          "%d channels cannot be divided into %d groups. Let groups divide all channels.",
          channels,
          options.groups());
    }
    int last = options.channels().size() - 1;
    if (options.middleAttention()) {
      checkHeads(options, last);
      Fit.refuseIf(
          options.middleGroups() > 0 && options.channels().get(last) % options.middleGroups() != 0,
          "%d channels cannot be divided into the %d middle-groups.",
          options.channels().get(last),
          options.middleGroups());
    }
    options.downAttention().forEach(level -> checkHeads(options, level));
    options.upAttention().forEach(level -> checkHeads(options, level));
  }

  private static void checkHeads(DiffusersUNet.Options options, int level) {
    int channels = options.channels().get(level);
    Fit.refuseIf(
        options.headChannels() > 0 && channels % options.headChannels() != 0,
        "%d channels cannot be divided among heads of %d. Let head-channels divide the channels of"
            + " all resolutions with attention, or set it to 0 for one head.",
        channels,
        options.headChannels());
  }

  private static void checkTime(DiffusersUNet.Options options) {
    int first = options.channels().get(0);
    boolean positional = options.time() == DiffusersUNet.Time.POSITIONAL;
    Fit.refuseIf(
        positional && first % 2 != 0,
        "The first of channels is %d, and must be even: half of them become sines, half cosines of"
            + " the step.",
        first);
    Fit.refuseIf(
        positional && options.frequencyShift() >= first / 2,
        "frequency-shift is %d, and must be below the %d frequencies that %d channels make.",
        options.frequencyShift(),
        first / 2,
        first);
    Fit.refuseIf(
        !positional && options.classes() == DiffusersUNet.ClassUse.TIMESTEP,
        "Classes cannot be embedded by the logarithm of their number, for the first is 0. Set"
            + " classes: table, or time: positional.");
  }
}
