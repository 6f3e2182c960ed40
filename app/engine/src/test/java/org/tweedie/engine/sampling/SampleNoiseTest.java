package org.tweedie.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.config.SampleNoise;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Variants;
import org.tweedie.laws.identity.Convergence;

/** Where the noise of steps comes from, as {@code sample.noise} says. */
class SampleNoiseTest {

  private static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();
  private static final int COUNT = 30;

  private static Batch drawn(SampleNoise noise, int steps, int batch) {
    Sampler sampler =
        Variants.make(
            ComponentConfig.read(
                REGISTRY.find(Kinds.SAMPLER, "stochastic-runge-kutta").get(0),
                List.of("steps=" + steps),
                REGISTRY),
            Sampler.class,
            DataDescription.of(Convergence.POINT));
    Guidance none = model -> model;
    return new Sampling(sampler, none, batch, 1, noise)
        .draw(Convergence.MODEL, Convergence.POINT, Condition.none(COUNT), done -> {});
  }

  private static double apart(Batch one, Batch other) {
    double sum = 0;
    for (double square : one.squaredDistances(other)) {
      sum += square / COUNT;
    }
    return Math.sqrt(sum);
  }

  @Test
  void alongABrownianPathTwiceTheStepsGiveNearlyTheSameSamples() {
    double path =
        apart(drawn(SampleNoise.BROWNIAN, 30, COUNT), drawn(SampleNoise.BROWNIAN, 60, COUNT));
    double independent =
        apart(drawn(SampleNoise.INDEPENDENT, 30, COUNT), drawn(SampleNoise.INDEPENDENT, 60, COUNT));
    assertThat(path).isLessThan(independent / 5);
  }

  @Test
  void aPathIsTheSampleNotTheBatch() {
    assertThat(drawn(SampleNoise.BROWNIAN, 20, 7))
        .isEqualTo(drawn(SampleNoise.BROWNIAN, 20, COUNT));
  }
}
