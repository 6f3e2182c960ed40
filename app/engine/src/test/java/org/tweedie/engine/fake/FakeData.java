package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/** Images whose every value is the example's number. */
@Description("grey squares")
public final class FakeData implements DataSource {

  /**
   * Options.
   *
   * @param size height and width
   */
  public record Options(@Description("height and width") @Default("4") @Min(1) int size) {}

  private static final Levels LEVELS = new Levels(256);

  private final Options options;

  /** With options. */
  @Inject
  public FakeData(Options options) {
    this.options = options;
  }

  @Override
  public DataDescription description() {
    return new DataDescription(
        DataShape.image(options.size(), options.size(), 1),
        Optional.of(LEVELS),
        List.of("dark", "light"));
  }

  @Override
  public Examples train() {
    return new Squares(8);
  }

  @Override
  public Examples test() {
    return new Squares(2);
  }

  private final class Squares implements Examples {
    private final int size;

    Squares(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      for (int i = 0; i < description().shape().size(); i++) {
        target[offset + i] = LEVELS.value(LEVELS.level((double) index / size));
      }
    }

    @Override
    public int label(int index) {
      return index % 2;
    }
  }
}
