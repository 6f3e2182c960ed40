package org.tweedie.engine.run;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.problem.ComponentFailure;

/**
 * Data of which every example is looked at whenever it is read: what is no number, no level or no
 * label would otherwise be trained on in silence, however far into the data it lies.
 *
 * @param chosen the component that the data come from
 * @param source the data as they are
 * @param description what they are said to be
 */
record CheckedData(ComponentType chosen, DataSource source, DataDescription description)
    implements DataSource {

  static CheckedData of(ComponentType chosen, DataSource source) {
    return new CheckedData(chosen, source, source.description());
  }

  /** The data as they are. */
  static DataSource plain(DataSource data) {
    return data instanceof CheckedData checked ? checked.source() : data;
  }

  @Override
  public Examples train() {
    return new Checked("training", source.train());
  }

  @Override
  public Examples test() {
    return new Checked("test", source.test());
  }

  private RuntimeException wrong(String method, String what) {
    return chosen.origin().builtIn()
        ? new DataException("The data '%s': %s".formatted(chosen.name(), what))
        : ComponentFailure.answered(
            chosen.who(), method, "gives what it must not. " + what.replaceFirst("\\.$", ""));
  }

  /** One split. */
  private final class Checked implements Examples {

    private final String split;
    private final Examples examples;
    private final int size;

    Checked(String split, Examples examples) {
      this.split = split;
      this.examples = examples;
      this.size = description.shape().size();
    }

    @Override
    public int size() {
      return examples.size();
    }

    @Override
    public void read(int index, float[] target, int offset) {
      examples.read(index, target, offset);
      check("read", index, target, offset);
    }

    @Override
    public void draw(int index, RandomGenerator random, float[] target, int offset) {
      examples.draw(index, random, target, offset);
      check("draw", index, target, offset);
    }

    private void check(String method, int index, float[] target, int offset) {
      for (int k = offset; k < offset + size; k++) {
        Optional<String> wrong = KindLaws.ofValue(description, target[k]);
        if (wrong.isPresent()) {
          throw wrong(method, KindLaws.value(split, index, target[k], wrong.get()));
        }
      }
    }

    @Override
    public int label(int index) {
      int label = examples.label(index);
      if (label < Condition.NONE || label >= description.classes().size()) {
        throw wrong("label", KindLaws.label(split, index, label, description));
      }
      return label;
    }
  }
}
