package org.tweedie.engine.data;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * What examples are like, and none of them: of a model that came without its data. Samples need no
 * more; whoever reads an example is told to name others. Immutable.
 */
@Description("no examples, but what they are like: of a model that came without its data")
public final class DataWithoutExamples implements DataSource {

  /** What whoever wants an example is told. */
  public static final String NONE =
      "The model came without data: what an example is like is known, and there is none to measure by or to learn from. Name data of that shape: --set data=NAME, as 'tweedie components data' lists them.";

  /**
   * What can be chosen.
   *
   * @param shape height, width and channels of an image, or one number of a point
   * @param levels K: values are the middles of so many bins from -1 to 1; 0 where they are
   *     continuous
   * @param classes how many there are
   */
  public record Options(
      @Description("height, width and channels of an image, or how many numbers a point has")
          @NotNull
          @Size(min = 1, max = 3)
          List<@Positive Integer> shape,
      @Description("levels of a value; 0 where values are continuous")
          @Default("256")
          @PositiveOrZero
          @Max(256)
          int levels,
      @Description("how many classes there are, called by their numbers from 0")
          @Default("0")
          @PositiveOrZero
          @Max(100_000)
          int classes) {

    /** Copies the shape. */
    public Options {
      shape = List.copyOf(shape);
    }
  }

  private final DataDescription description;

  /**
   * Of examples that nobody has.
   *
   * @throws DataException if there is no such shape
   */
  @Inject
  public DataWithoutExamples(Options options) {
    if (options.levels() == 1) {
      throw new DataException("One level says nothing: give 2 or more, or 0 for none.");
    }
    description =
        new DataDescription(
            new DataShape(options.shape()),
            options.levels() == 0 ? Optional.empty() : Optional.of(new Levels(options.levels())),
            IntStream.range(0, options.classes()).mapToObj(String::valueOf).toList());
  }

  /** The options of a description, as a config has them. */
  public static Map<String, Object> options(DataDescription of) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("shape", of.shape().dimensions());
    section.put("levels", of.levels().map(Levels::count).orElse(0));
    section.put("classes", of.classes().size());
    return section;
  }

  @Override
  public DataDescription description() {
    return description;
  }

  @Override
  public Examples train() {
    return new Missing();
  }

  @Override
  public Examples test() {
    return new Missing();
  }

  /** An example in name, since no split is empty; to read it is to be told that it is not there. */
  private record Missing() implements Examples {

    @Override
    public int size() {
      return 1;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      throw new DataException(NONE);
    }

    @Override
    public int label(int index) {
      return Condition.NONE;
    }
  }
}
