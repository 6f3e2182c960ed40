package org.tweedie.engine.data;

import java.util.Arrays;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Condition;

/**
 * Data of which only the description is known, in the place of those that a model was trained on
 * where nobody looks at them: one example, of the lowest values, whose numbers are zeros and which
 * has neither a class nor a caption nor an image that it goes with.
 *
 * @param description shape, levels, classes and numbers
 */
public record DescribedData(DataDescription description) implements DataSource {

  private record One(float value, DataDescription description) implements Examples {

    @Override
    public int size() {
      return 1;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      Arrays.fill(target, offset, offset + description.shape().size(), value);
    }

    @Override
    public int label(int index) {
      return Condition.NONE;
    }

    @Override
    public float[] numbers(int index) {
      return new float[description.numbers().size()];
    }
  }

  @Override
  public Examples train() {
    float lowest = description.levels().map(levels -> levels.value(0)).orElse(-1f);
    return new One(lowest, description);
  }

  @Override
  public Examples test() {
    return train();
  }
}
