package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

class KindLawsTest {

  private static final DataDescription POINTS =
      new DataDescription(DataShape.point(1), Optional.empty(), List.of());
  private static final DataDescription IMAGES =
      new DataDescription(DataShape.image(1, 1, 1), Optional.empty(), List.of());
  private static final DataDescription LEVELS =
      new DataDescription(DataShape.point(1), Optional.of(new Levels(4)), List.of("a", "b"));

  /** The same value and label throughout. */
  private record Same(int size, float value, int label) implements Examples {
    @Override
    public void read(int index, float[] target, int offset) {
      target[offset] = value;
    }

    @Override
    public int label(int index) {
      return label;
    }
  }

  private record Source(DataDescription description, Examples train, Examples test)
      implements DataSource {}

  @Test
  void dataThatKeepTheirLawsPass() {
    assertThat(of(POINTS, 7, Condition.NONE)).isEmpty();
    assertThat(of(IMAGES, -1, Condition.NONE)).isEmpty();
    assertThat(of(LEVELS, 0.25f, 1)).isEmpty();
    assertThat(of(LEVELS, 0.25f, Condition.NONE)).as("an example without a class").isEmpty();
  }

  @Test
  void dataThatDoNotAreToldInWords() {
    assertThat(of(POINTS, Float.NaN, Condition.NONE))
        .containsExactly("Training example 0 has the value NaN, which is no number.");
    assertThat(of(IMAGES, 255, Condition.NONE).get(0))
        .contains("the value 255.0", "images lie between -1 and 1");
    assertThat(of(LEVELS, 0.3f, 0).get(0)).contains("none of the 4 levels");
    assertThat(of(LEVELS, 0.25f, 2).get(0)).contains("the label 2, and there are 2 classes");
    Examples none = new Same(0, 0, Condition.NONE);
    assertThat(KindLaws.ofData(new Source(POINTS, none, none)))
        .containsExactly("The data have no training examples.", "The data have no test examples.");
  }

  @Test
  void schedulesThatFallPassAlsoWithInfiniteEnds() {
    assertThat(KindLaws.ofSchedule(t -> 5 - 9 * t)).isEmpty();
    assertThat(KindLaws.ofSchedule(t -> Math.log((1 - t) / t))).isEmpty();
  }

  @Test
  void schedulesThatDoNotAreToldInWords() {
    assertThat(KindLaws.ofSchedule(t -> 9 * t - 5).get(0)).contains("must fall", "-5", "time 0.0");
    assertThat(KindLaws.ofSchedule(t -> 3).get(0)).contains("must fall");
    assertThat(KindLaws.ofSchedule(t -> Double.NaN).get(0)).contains("no noise level at time 0.0");
    NoiseSchedule twoMinds =
        new NoiseSchedule() {
          @Override
          public double logSnr(double t) {
            return -t;
          }

          @Override
          public NoiseLevel at(double t) {
            return NoiseLevel.variancePreserving(-2 * t);
          }
        };
    assertThat(KindLaws.ofSchedule(twoMinds).get(0)).contains("says two things of time");
  }

  private static List<String> of(DataDescription description, float value, int label) {
    Same sound = new Same(3, description.levels().isPresent() ? 0.25f : 0, Condition.NONE);
    return KindLaws.ofData(new Source(description, new Same(3, value, label), sound));
  }
}
