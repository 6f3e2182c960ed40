package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measure.Subject;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.laws.exact.MeasuredMixture;
import org.tweedie.laws.identity.Threads;

/**
 * What every measure must keep. To check one, extend this class and say how to make it; its tests
 * are inherited. It is taken of {@link #measured}, an exact model in the plane with data and
 * samples of it.
 */
public abstract class MeasureContract {

  private static final String SOURCE = "Measure";

  /** Constructs the measure anew from the same options. */
  protected abstract Measure construct();

  /** What it is taken of: a mixture of two classes in the plane unless overridden. */
  protected Measured measured() {
    return new MeasuredMixture(60, 0.1, 7);
  }

  @Test
  void keysAreThoseOfTheReadingsAndAllDifferent() {
    List<String> keys = construct().keys();
    assertThat(keys).isNotEmpty().doesNotHaveDuplicates();
    assertThat(construct().of(measured())).extracting(Reading::key).isEqualTo(keys);
  }

  @Test
  void equalModelsAndSamplesGiveEqualReadings() {
    assertThat(construct().of(measured())).isEqualTo(construct().of(measured()));
  }

  @Test
  void takenTwiceItGivesTheSame() {
    Measure measure = construct();
    assertThat(measure.of(measured())).isEqualTo(measure.of(measured()));
  }

  @Test
  void manyThreadsGetTheSameReadings() {
    Measure measure = construct();
    assertHolds(
        Threads.agree("many threads get the same readings", SOURCE, () -> measure.of(measured())));
  }

  @Test
  void standardErrorsAreNotNegative() {
    assertThat(construct().of(measured()))
        .allSatisfy(
            reading ->
                assertThat(Double.isNaN(reading.standardError()) || reading.standardError() >= 0)
                    .as("the standard error %s of %s", reading.standardError(), reading.key())
                    .isTrue());
  }

  @Test
  void readingIsTheMeanOfItsExamples() {
    for (Reading reading : construct().of(measured())) {
      double[] examples = reading.examples();
      if (examples.length > 0) {
        assertThat(Arrays.stream(examples).average().orElseThrow())
            .as(reading.key())
            .isCloseTo(reading.value(), within(1e-9 * Math.max(1, Math.abs(reading.value()))));
      }
    }
  }

  @Test
  void readingsAreNamedForPeople() {
    assertThat(construct().of(measured())).extracting(Reading::name).noneMatch(String::isBlank);
  }

  @Test
  void samplesAreAskedForByMeasuresOfSamplesAlone() {
    Watched watched = new Watched(measured());
    construct().of(watched);
    assertThat(watched.askedSamples)
        .as("whether samples, their conditions or their cost were asked for")
        .isEqualTo(construct().subject() == Subject.SAMPLES);
  }

  @Test
  void whatIsLookedAtStaysAsItIs() {
    Watched watched = new Watched(measured());
    float[] before = watched.samples.values().clone();
    float[] example = watched.example();
    construct().of(watched);
    assertThat(watched.samples.values()).isEqualTo(before);
    assertThat(watched.example()).isEqualTo(example);
  }

  @Test
  void workIsNeverMoreThanWasSaid() {
    Watched watched = new Watched(measured());
    construct().of(watched);
    assertThat(watched.beyond).as("work done beyond what was said to be there").isEmpty();
  }

  /** Takes down what was asked for; samples and data are the same at every asking. */
  private static final class Watched implements Measured {

    private final Measured measured;
    private final DataSource data;
    private final Batch samples;
    private final HashSet<String> beyond = new HashSet<>();
    private boolean askedSamples;

    Watched(Measured measured) {
      this.measured = measured;
      data = measured.data();
      samples = measured.samples();
    }

    float[] example() {
      float[] example = new float[data.description().shape().size()];
      data.train().read(0, example, 0);
      return example;
    }

    @Override
    public DiffusionModel model() {
      return measured.model();
    }

    @Override
    public DataSource data() {
      return data;
    }

    @Override
    public boolean isConditional() {
      return measured.isConditional();
    }

    @Override
    public Batch samples() {
      askedSamples = true;
      return samples;
    }

    @Override
    public Condition conditions() {
      askedSamples = true;
      return measured.conditions();
    }

    @Override
    public Cost cost() {
      askedSamples = true;
      return measured.cost();
    }

    @Override
    public IntConsumer progress(String work, String unit, int total) {
      List<Integer> reached = new ArrayList<>(List.of(0));
      return done -> {
        if (done > total || done < reached.get(0)) {
          beyond.add("%s: %d after %d of %d %s".formatted(work, done, reached.get(0), total, unit));
        }
        reached.set(0, done);
      };
    }
  }
}
