package org.tweedie.serve;

import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * A request to take noise out of an image, read and checked.
 *
 * @param model of which model
 * @param image a PNG or JPEG file
 * @param noiseLevel the standard deviation of its noise, in grey values of 255
 * @param steps 1 for the mean of all clean images it may be; more lead to one likely image
 * @param label what it shows; empty where that is not told
 */
record DenoiseRequest(
    ServedModel model, byte[] image, double noiseLevel, int steps, Optional<String> label) {

  /**
   * Reads a request.
   *
   * @throws org.tweedie.engine.config.ConfigException with all its problems
   */
  static DenoiseRequest read(byte[] json, ServedModels models, ClientLimits limits) {
    Fields fields = Fields.of(json);
    Optional<ServedModel> model = models.chosen(fields);
    Optional<byte[]> image = fields.text("image").flatMap(text -> decoded(text, fields));
    double level = fields.number("noise-level").orElse(Double.NaN);
    int steps = (int) fields.whole("steps", 1, limits.options().maxSteps()).orElse(1);
    Optional<String> label = fields.text("class");
    for (String needed : new String[] {"image", "noise-level"}) {
      if (!fields.has(needed)) {
        fields
            .problems()
            .add(
                "missing-field",
                fields.place(needed),
                needed,
                "'%s' must be given.".formatted(needed));
      }
    }
    fields.rejectOthers();
    fields.check();
    return new DenoiseRequest(model.orElseThrow(), image.orElseThrow(), level, steps, label);
  }

  private static Optional<byte[]> decoded(String text, Fields fields) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException broken) {
      fields
          .problems()
          .add(
              "wrong-type",
              fields.place("image"),
              "image",
              "'image' must be all of a PNG or JPEG file in Base64: %s."
                  .formatted(broken.getMessage()));
      return Optional.empty();
    }
  }

  /** The clean image as a PNG file; for the thread of drawing. */
  byte[] clean() throws IOException {
    return model.run().images().denoise("The image", image, noiseLevel, steps, label);
  }
}
