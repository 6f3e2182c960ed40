package org.tweedie.laws.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;

class DefaultOptionsTest {

  record Every(
      @Default("0.25") double real,
      @Default("1e-3") float small,
      @Default("9") long many,
      @Default("true") boolean on,
      @Default("noise") Parameterization predict,
      @Default("\"\"") String none,
      @Default("some text") String some,
      @Default("[1, 2, 2]") List<Integer> numbers,
      @Default("[]") List<Double> nothing,
      @Default("[velocity]") List<Parameterization> words) {}

  record Inner(@Included(defaults = {"grid: karras", "steps: 7"}) Walk.Options walk, int more) {}

  record Outer(@Included(defaults = {"more: 2", "steps: 9"}) Inner inner, @Default("4") int own) {}

  @Test
  void everyTypeIsRead() {
    assertThat(DefaultOptions.of(Every.class))
        .isEqualTo(
            new Every(
                0.25,
                1e-3f,
                9,
                true,
                Parameterization.NOISE,
                "",
                "some text",
                List.of(1, 2, 2),
                List.of(),
                List.of(Parameterization.VELOCITY)));
  }

  @Test
  void includedRecordsAreMadeTooAndTheOutermostDefaultCounts() {
    assertThat(DefaultOptions.of(Outer.class))
        .isEqualTo(new Outer(new Inner(Walk.Options.of(9, Grid.KARRAS), 2), 4));
  }

  @Test
  void anOptionWithoutADefaultIsNamed() {
    assertThat(DefaultOptions.areThereFor(Outer.class)).isTrue();
    assertThat(DefaultOptions.areThereFor(Inner.class)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DefaultOptions.of(Inner.class))
        .withMessage("more has no default");
  }

  @Test
  void aRecordsOwnObjectionIsThrownAsItIs() {
    record Walking(
        @Included(defaults = {"grid: karras", "steps: 7", "times: [0.1, 0.2]"})
            Walk.Options walk) {}
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DefaultOptions.of(Walking.class))
        .withMessage("times must fall, but 0.1 is followed by 0.2");
  }
}
