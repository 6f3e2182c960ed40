package org.tweedie.laws.exact;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.laws.exact.MixtureModel.Component;

/**
 * What a measure looks at, exact throughout: a mixture of two classes in the plane as the model,
 * and data and samples that are drawn from it and nothing else. Safe for many threads.
 *
 * @param mixture the model
 * @param count how many samples and held-out examples there are; twice as many are for training
 * @param shift how far samples are moved along both axes: 0 for those of a perfect model
 * @param seed what all of them are drawn from
 */
public record MeasuredMixture(MixtureModel mixture, int count, double shift, long seed)
    implements Measured {

  private static final DataShape PLANE = DataShape.point(2);

  /** Two classes, of which samples are asked in turn. */
  public MeasuredMixture(int count, double shift, long seed) {
    this(
        MixtureModel.twoClasses(new StraightSchedule(8, -8), Parameterization.NOISE),
        count,
        shift,
        seed);
  }

  @Override
  public DiffusionModel model() {
    return mixture;
  }

  @Override
  public DataSource data() {
    Drawn train = drawn(2 * count, 1, 0);
    Drawn test = drawn(count, 2, 0);
    return new DataSource() {
      @Override
      public DataDescription description() {
        return new DataDescription(PLANE, Optional.empty(), List.of("first", "second"));
      }

      @Override
      public Examples train() {
        return train;
      }

      @Override
      public Examples test() {
        return test;
      }
    };
  }

  @Override
  public boolean isConditional() {
    return true;
  }

  @Override
  public Batch samples() {
    return drawn(count, 3, shift).points;
  }

  @Override
  public Condition conditions() {
    return Condition.labels(drawn(count, 3, shift).labels);
  }

  @Override
  public Cost cost() {
    return new Cost(0.25, 0.01, 20, 0);
  }

  @Override
  public IntConsumer progress(String work, String unit, int total) {
    return done -> {};
  }

  private Drawn drawn(int number, long stream, double moved) {
    SplittableRandom random = new SplittableRandom(31 * seed + stream);
    float[] noise = new SeededNoise(random.nextLong(), 0, number, PLANE).draw(0).values();
    float[] values = new float[2 * number];
    int[] labels = new int[number];
    for (int i = 0; i < number; i++) {
      Component component = component(random.nextDouble());
      labels[i] = component.label();
      for (int k = 0; k < 2; k++) {
        values[2 * i + k] =
            (float) (component.mean()[k] + component.deviation() * noise[2 * i + k] + moved);
      }
    }
    return new Drawn(Batch.of(PLANE, values), labels);
  }

  private Component component(double drawn) {
    double reached = 0;
    for (Component component : mixture.components()) {
      reached += component.weight();
      if (drawn < reached) {
        return component;
      }
    }
    return mixture.components().get(mixture.components().size() - 1);
  }

  /** Points with their classes. */
  private record Drawn(Batch points, int[] labels) implements Examples {
    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      System.arraycopy(points.values(), 2 * index, target, offset, 2);
    }

    @Override
    public int label(int index) {
      return labels[index];
    }
  }
}
