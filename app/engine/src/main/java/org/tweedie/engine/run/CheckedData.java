package org.tweedie.engine.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.data.DataFingerprint;
import org.tweedie.engine.data.DataWithoutExamples;
import org.tweedie.engine.data.DescribedData;
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
    DataSource there = data instanceof LaterData later ? later.source() : data;
    return there instanceof CheckedData checked ? checked.source() : there;
  }

  /** Whether there are any: of a model that came without its data there are not. */
  static boolean hasExamples(DataSource data) {
    return data instanceof LaterData || !(plain(data) instanceof DataWithoutExamples);
  }

  /** A digest of the data; where there are no examples, of what they are like. */
  static String fingerprint(DataSource data) {
    return DataFingerprint.sha256(hasExamples(data) ? data : new DescribedData(data.description()));
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

  /** What writes an example. */
  private interface Writing {
    void write(float[] target, int offset);
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
      check("read", index, target, offset, (to, at) -> examples.read(index, to, at));
    }

    @Override
    public void draw(int index, RandomGenerator random, float[] target, int offset) {
      check("draw", index, target, offset, (to, at) -> examples.draw(index, random, to, at));
    }

    /** Has it written between two numbers that are none, and that must stay. */
    private void check(String method, int index, float[] target, int offset, Writing writing) {
      float[] own = new float[size + 2];
      Arrays.fill(own, Float.NaN);
      writing.write(own, 1);
      if (!Float.isNaN(own[0]) || !Float.isNaN(own[size + 1])) {
        throw wrong(
            method,
            "%s example %d is written beside the %d places from the given one on that are its own, into those of its neighbours."
                .formatted(KindLaws.capital(split), index, size));
      }
      KindLaws.ofValues(split, index, own, 1, size + 1, description)
          .ifPresent(
              what -> {
                throw wrong(method, what);
              });
      System.arraycopy(own, 1, target, offset, size);
    }

    @Override
    public int label(int index) {
      int label = examples.label(index);
      if (label < Condition.NONE || label >= description.classes().size()) {
        throw wrong("label", KindLaws.label(split, index, label, description));
      }
      return label;
    }

    @Override
    public float[] numbers(int index) {
      float[] numbers = examples.numbers(index);
      KindLaws.numbers(split, index, numbers, description)
          .ifPresent(
              what -> {
                throw wrong("numbers", what);
              });
      return numbers;
    }

    @Override
    public Optional<String> caption(int index) {
      return description.hasCaptions() ? examples.caption(index) : Optional.empty();
    }

    @Override
    public Optional<float[]> conditionImage(int index) {
      return checked(index, () -> examples.conditionImage(index));
    }

    @Override
    public Optional<float[]> conditionImage(int index, float[] seen, RandomGenerator random) {
      return checked(index, () -> examples.conditionImage(index, seen, random));
    }

    private Optional<float[]> checked(int index, Supplier<Optional<float[]>> goesWith) {
      Optional<float[]> image =
          description.conditionImage().isPresent() ? goesWith.get() : Optional.empty();
      image
          .flatMap(values -> KindLaws.conditionImage(split, index, values, description))
          .ifPresent(
              what -> {
                throw wrong("conditionImage", what);
              });
      return image;
    }
  }
}
