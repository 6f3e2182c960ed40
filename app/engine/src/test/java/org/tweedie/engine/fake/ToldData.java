package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Small images of which everything is told: whether they are dark or light by a caption, how bright
 * the right is against the left by a number, and which of two patterns lies over them by an image
 * of half the size.
 */
@Description("small images of which everything is told")
public final class ToldData implements DataSource {

  /**
   * Which parts are told.
   *
   * @param captions whether captions are
   * @param numbers whether numbers are
   * @param images whether images are
   * @param odd the caption of the last test example; empty for one like the others
   */
  public record Options(
      @Default("true") boolean captions,
      @Default("true") boolean numbers,
      @Default("true") boolean images,
      @Default("\"\"") String odd) {}

  /** Height and width. */
  public static final int SIZE = 4;

  /** The shape of the image that an example goes with. */
  public static final DataShape HALF = DataShape.image(SIZE / 2, SIZE / 2, 1);

  private static final Levels LEVELS = new Levels(256);

  private final Options options;

  /** With options. */
  @Inject
  public ToldData(Options options) {
    this.options = options;
  }

  @Override
  public DataDescription description() {
    DataDescription told = DataDescription.of(DataShape.image(SIZE, SIZE, 1)).withLevels(LEVELS);
    told = options.captions() ? told.withCaptions() : told;
    told = options.numbers() ? told.withNumbers(List.of("tilt", "age")) : told;
    return options.images() ? told.withConditionImage(HALF) : told;
  }

  @Override
  public Examples train() {
    return new Told(64);
  }

  @Override
  public Examples test() {
    return new Told(8) {
      @Override
      public Optional<String> caption(int index) {
        return index == 7 && !options.odd().isEmpty()
            ? Optional.of(options.odd())
            : super.caption(index);
      }
    };
  }

  /** The caption of an example. */
  public static String caption(int index) {
    return index % 2 == 0 ? "a dark square" : "a light one";
  }

  private class Told implements Examples {
    private final int size;

    Told(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      float[] pattern = pattern(index);
      for (int i = 0; i < SIZE * SIZE; i++) {
        int row = i / SIZE;
        int column = i % SIZE;
        double value =
            (index % 2 == 0 ? -0.5 : 0.5)
                + 0.2 * tilt(index) * (column < SIZE / 2 ? -1 : 1)
                + 0.2 * pattern[row / 2 * (SIZE / 2) + column / 2];
        target[offset + i] = LEVELS.value(LEVELS.level(value));
      }
    }

    private float tilt(int index) {
      return index / 2 % 2 == 0 ? -1 : 1;
    }

    private float[] pattern(int index) {
      float one = index / 4 % 2 == 0 ? -1 : 1;
      return new float[] {one, -one, -one, one};
    }

    @Override
    public int label(int index) {
      return -1;
    }

    @Override
    public Optional<String> caption(int index) {
      return options.captions() ? Optional.of(ToldData.caption(index)) : Optional.empty();
    }

    @Override
    public float[] numbers(int index) {
      return options.numbers()
          ? new float[] {10 + 3 * tilt(index), index == 3 ? Float.NaN : 7}
          : new float[0];
    }

    @Override
    public Optional<float[]> conditionImage(int index) {
      return options.images() ? Optional.of(pattern(index)) : Optional.empty();
    }
  }
}
