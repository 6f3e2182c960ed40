package org.tweedie.engine.data;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.ImageCondition;

/**
 * Data of which each example goes with an image that is made of it.
 *
 * @param source the data
 * @param condition how the image is made
 * @param description the data's, with the image
 */
public record PairedData(DataSource source, ImageCondition condition, DataDescription description)
    implements DataSource, NotedData {

  /**
   * Of such data.
   *
   * @throws IllegalArgumentException in words for the user, if no such image can be made of them
   */
  public static PairedData of(DataSource source, ImageCondition condition) {
    DataDescription plain = source.description();
    return new PairedData(
        source, condition, plain.withConditionImage(condition.shape(plain.shape())));
  }

  @Override
  public Examples train() {
    return new Paired(source.train(), condition, description.shape());
  }

  @Override
  public Examples test() {
    return new Paired(source.test(), condition, description.shape());
  }

  @Override
  public List<String> notes() {
    return source instanceof NotedData noted ? noted.notes() : List.of();
  }

  private record Paired(Examples examples, ImageCondition condition, DataShape shape)
      implements ForwardedExamples {

    @Override
    public Optional<float[]> conditionImage(int index) {
      float[] values = new float[shape.size()];
      examples.read(index, values, 0);
      return Optional.of(condition.of(values, shape));
    }

    @Override
    public Optional<float[]> conditionImage(int index, float[] seen, RandomGenerator random) {
      return Optional.of(condition.of(seen, shape, random));
    }
  }
}
