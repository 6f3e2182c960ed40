package org.tweedie.engine.latent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.data.DataShape;
import org.tweedie.engine.file.CheckedJson;
import org.tweedie.engine.problem.RunException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * In which latents a run's diffusion lives, as it was when the run began.
 *
 * @param autoencoder what tells the autoencoder from every other one
 * @param shape of a latent, as words say it
 * @param scale as it was measured over the training split
 */
public record LatentScaleFile(String autoencoder, String shape, LatentScale scale) {

  private static final String AUTOENCODER = "autoencoder";
  private static final String SHAPE = "shape";
  private static final String MEAN = "mean";
  private static final String DEVIATION = "deviation";

  /** Writes what a space is, which measures its scale where nobody has yet. */
  public static void write(LatentSpace space, Path file) throws IOException {
    LatentScale scale = space.scale();
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    kept.put(AUTOENCODER, space.fingerprint());
    kept.put(SHAPE, space.latent().toString());
    numbers(kept.putArray(MEAN), scale.mean());
    numbers(kept.putArray(DEVIATION), scale.deviation());
    CheckedJson.write(kept, file);
  }

  private static void numbers(ArrayNode array, List<Double> numbers) {
    numbers.forEach(array::add);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RunException if it is another file, or a damaged one
   */
  public static LatentScaleFile read(Path file) {
    ObjectNode kept = CheckedJson.read(file, what -> damaged(file, what));
    if (!kept.path(AUTOENCODER).isString() || !kept.path(SHAPE).isString()) {
      throw damaged(file, "it names no autoencoder, or no shape of its latents");
    }
    try {
      return new LatentScaleFile(
          kept.path(AUTOENCODER).stringValue(),
          kept.path(SHAPE).stringValue(),
          new LatentScale(numbers(kept.path(MEAN)), numbers(kept.path(DEVIATION))));
    } catch (IllegalArgumentException wrong) {
      throw damaged(file, String.valueOf(wrong.getMessage()));
    }
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : array) {
      numbers.add(number.isNumber() ? number.doubleValue() : Double.NaN);
    }
    return numbers;
  }

  /** Whether a latent of a shape is one of these. */
  public boolean isOf(DataShape latent) {
    return shape.equals(latent.toString());
  }

  private static RunException damaged(Path file, String what) {
    return new RunException(
        "%s is damaged, so in which latents the run's diffusion lives is not known: %s.\nPlease put back a good copy."
            .formatted(file, what));
  }
}
