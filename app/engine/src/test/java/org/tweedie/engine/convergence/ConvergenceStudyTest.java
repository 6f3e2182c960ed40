package org.tweedie.engine.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;

class ConvergenceStudyTest {

  private static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();

  private static List<ConvergencePoint> measured(String sampler) {
    return new ConvergenceStudy(REGISTRY)
        .measure(REGISTRY.find(Kinds.SAMPLER, sampler).get(0), List.of(64, 128, 256));
  }

  @Test
  void samplersWithNoiseHaveAPathAndOthersAFlow() {
    ConvergencePoint ancestral = measured("ancestral").get(1);
    assertThat(ancestral.path()).isPresent();
    assertThat(ancestral.distance()).isEmpty();
    ConvergencePoint heun = measured("heun").get(1);
    assertThat(heun.path()).isEmpty();
    assertThat(heun.distance()).isPresent();
    assertThat(ConvergenceStudy.csv(List.of(ancestral, heun)))
        .startsWith("sampler,steps,evaluations,variance_error,flow_distance,path_distance\n")
        .containsPattern("ancestral,128,128,[^,]+,,[^,]+\n")
        .containsPattern("heun,128,255,[^,]+,[^,]+,\n");
    assertThat(ConvergenceStudy.picture(List.of(ancestral, heun)).plots())
        .as("what a sampler has not is no point without a place")
        .extracting(plot -> plot.lines().stream().map(line -> line.x().size()).toList())
        .containsExactly(List.of(0, 1), List.of(1, 0), List.of(1, 1));
  }

  /** Of the law of samples first or second, and on a path the first for both. */
  @Test
  void ordersAreMeasured() {
    assertOrders("ancestral", 1, 1);
    assertOrders("sa-solver", 2, 1);
  }

  private static void assertOrders(String sampler, double weak, double strong) {
    List<ConvergencePoint> points = measured(sampler);
    assertThat(ConvergenceStudy.order(points, ConvergencePoint::spread).orElseThrow())
        .as("weak order of %s", sampler)
        .isCloseTo(weak, within(0.5));
    assertThat(ConvergenceStudy.order(points, point -> point.path().orElseThrow()).orElseThrow())
        .as("strong order of %s", sampler)
        .isCloseTo(strong, within(0.2));
  }

  @Test
  void orderIsThatOfTheLastErrorsThatAreNeitherRoundingNorAstray() {
    List<ConvergencePoint> points = new ArrayList<>();
    for (int n = 1; n <= 1024; n *= 2) {
      double error = Math.max(2e-6, 1.0 / (n * n));
      points.add(
          new ConvergencePoint("any", n, n, error, OptionalDouble.empty(), OptionalDouble.empty()));
    }
    assertThat(ConvergenceStudy.order(points, ConvergencePoint::spread).orElseThrow())
        .isCloseTo(2, within(1e-9));
    assertThat(ConvergenceStudy.order(points.subList(0, 2), ConvergencePoint::spread)).isEmpty();
  }
}
