package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.training.Augmentation;

/**
 * Shifts images by whole pixels, so that no value is made that the data do not have: each time by
 * two numbers, up or down and left or right, each one of {@code -n .. n} with equal probability.
 * What comes in at an edge is the edge's own pixels, or black. Immutable; safe for many threads.
 */
@Description("shifts images by a few pixels")
public final class ShiftAugmentation implements Augmentation, Selective {

  /** What comes in at an edge. */
  public enum Edges {
    /** The pixels of the edge, again and again. */
    REPEAT,
    /** The lowest level. */
    BLACK
  }

  /**
   * What a config can set.
   *
   * @param pixels n, how far at most in each direction
   * @param edges what comes in at an edge
   */
  public record Options(
      @Description("how far at most, up or down and left or right; 0 is not at all")
          @Default("1")
          @PositiveOrZero
          int pixels,
      @Description("what comes in at an edge: the pixels of the edge again and again, or black")
          @Default("repeat")
          Edges edges) {}

  private final int pixels;
  private final Edges edges;
  private final DataShape shape;
  private final float black;

  /** For such data. */
  @Inject
  public ShiftAugmentation(Options options, DataDescription data) {
    pixels = options.pixels();
    edges = options.edges();
    shape = data.shape();
    black = data.levels().map(levels -> levels.value(0)).orElse(-1f);
  }

  @Override
  public float[] apply(float[] example, RandomGenerator random) {
    int down = random.nextInt(-pixels, pixels + 1);
    int right = random.nextInt(-pixels, pixels + 1);
    return down == 0 && right == 0 ? example : shifted(example, down, right);
  }

  private float[] shifted(float[] example, int down, int right) {
    int height = shape.dimensions().get(0);
    int width = shape.dimensions().get(1);
    int channels = shape.dimensions().get(2);
    float[] shifted = new float[example.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int fromY = Math.min(height - 1, Math.max(0, y - down));
        int fromX = Math.min(width - 1, Math.max(0, x - right));
        int to = (y * width + x) * channels;
        if (edges == Edges.BLACK && (fromY != y - down || fromX != x - right)) {
          Arrays.fill(shifted, to, to + channels, black);
        } else {
          System.arraycopy(example, (fromY * width + fromX) * channels, shifted, to, channels);
        }
      }
    }
    return shifted;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    List<String> objections = new ArrayList<>(ImagesAlone.objections("shifts", assembly.data()));
    if (objections.isEmpty()) {
      int smaller = Math.min(shape.dimensions().get(0), shape.dimensions().get(1));
      if (pixels >= smaller) {
        objections.add(
            "It shifts images by up to %d pixels, which may leave nothing of an image of %s. Please take 'pixels' below %d."
                .formatted(pixels, shape, smaller));
      }
    }
    return objections;
  }
}
