package org.tweedie.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.BrownianNoise;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.config.SampleNoise;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.progress.WalkListener;
import org.tweedie.engine.run.Variants;
import org.tweedie.engine.sampling.Seeds.Portion;
import org.tweedie.laws.identity.Convergence;

class SeedsTest {

  private static final DataShape SHAPE = DataShape.image(2, 3, 1);
  private static final List<Portion> PORTIONS =
      List.of(new Portion(4, 3), new Portion(-1, 1), new Portion(4, 5));

  /** What a sample has does not depend on which are asked for with it. */
  @Test
  void aSampleHasTheNoiseOfItsSeedAndIndexInWhateverBatchItIs() {
    for (int from = 0; from < 9; from++) {
      for (int to = from + 1; to <= 9; to++) {
        check(Seeds.inTurn(PORTIONS).noise(SeededNoise::new, from, to - from, SHAPE), from, to);
      }
    }
  }

  private static void check(NoiseSource noise, int from, int to) {
    Batch drawn = noise.draw(7);
    assertThat(drawn.count()).isEqualTo(to - from);
    for (int i = from; i < to; i++) {
      long seed = i == 3 ? -1 : 4;
      int index = i < 3 ? i : i == 3 ? 0 : i - 4;
      assertThat(drawn.example(i - from))
          .as("sample %d of those from %d to %d", i, from, to)
          .isEqualTo(new SeededNoise(seed, index, 1, SHAPE).draw(7).example(0));
    }
  }

  @Test
  void pathsAreJoinedToo() {
    NoiseSource joined = Seeds.inTurn(PORTIONS).noise(BrownianNoise::new, 2, 3, SHAPE);
    BrownianNoise third = new BrownianNoise(4, 2, 1, SHAPE);
    BrownianNoise first = new BrownianNoise(4, 0, 1, SHAPE);
    assertThat(joined.increment(-2, 1, 0).example(0))
        .isEqualTo(third.increment(-2, 1, 0).example(0));
    assertThat(joined.increment(-2, 1, 0).example(2))
        .isEqualTo(first.increment(-2, 1, 0).example(0));
    assertThat(joined.area(-2, 1, 1).example(2)).isEqualTo(first.area(-2, 1, 1).example(0));
  }

  /** In an exact model in plain Java, bit for bit, in batches of any size. */
  @Test
  void samplesOfSeveralSeedsAreWhatEachWouldBeAlone() {
    Registry registry = new PluginLoader().load(List.of()).registry();
    for (String name : List.of("ddim", "ancestral", "stochastic-runge-kutta")) {
      Sampler sampler =
          Variants.make(
              ComponentConfig.read(
                  registry.find(Kinds.SAMPLER, name).get(0), List.of("steps=5"), registry),
              Sampler.class,
              DataDescription.of(Convergence.POINT));
      Guidance none = model -> model;
      for (SampleNoise kind : SampleNoise.values()) {
        for (int batch : new int[] {2, 4, 9}) {
          Batch together =
              new Sampling(sampler, none, batch, Seeds.inTurn(PORTIONS), kind, 0)
                  .draw(
                      Convergence.MODEL,
                      Convergence.POINT,
                      Condition.none(9),
                      WalkListener.silent());
          int from = 0;
          for (Portion portion : PORTIONS) {
            assertThat(together.slice(from, from + portion.count()))
                .as("%s, %s noise, seed %d", name, kind, portion.seed())
                .isEqualTo(
                    new Sampling(sampler, none, 50, portion.seed(), kind)
                        .draw(
                            Convergence.MODEL,
                            Convergence.POINT,
                            Condition.none(portion.count()),
                            done -> {}));
            from += portion.count();
          }
        }
      }
    }
  }

  @Test
  void oneSeedIsEnoughForAnyNumber() {
    assertThat(Seeds.of(9).noise(SeededNoise::new, 1_000_000, 2, SHAPE))
        .isEqualTo(new SeededNoise(9, 1_000_000, 2, SHAPE));
  }

  @Test
  void aSampleWithoutASeedIsNotMadeUp() {
    assertThatThrownBy(() -> Seeds.inTurn(PORTIONS).noise(SeededNoise::new, 5, 5, SHAPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("of 5 samples from number 5 on, 4 have a seed");
  }
}
