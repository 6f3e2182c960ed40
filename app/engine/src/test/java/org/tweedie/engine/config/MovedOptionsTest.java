package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;

/** What a config says of training in the words of an older version. */
class MovedOptionsTest {

  private static final Registry REGISTRY = Fakes.registry();

  private static RunConfig read(String yaml, String... overrides) {
    return ConfigReader.read("run.yaml", yaml, List.of(overrides), REGISTRY);
  }

  @Test
  void oldPlacesMeanTheNewOnes() {
    assertThat(
            read(
                "data: toy\ntrain: {steps: 7, warmup: 3, weight-decay: 0.5, beta1: 0.8, beta2: 0.7, ema: 0.9}"))
        .isEqualTo(
            read(
                """
                data: toy
                train: {steps: 7}
                learning-rate: {warmup: 3}
                optimizer: {weight-decay: 0.5, beta1: 0.8, beta2: 0.7}
                averages: {type: exponential, decay: 0.9}
                """));
  }

  @Test
  void oldAndNewPlacesAreLaidOverEachOther() {
    String old = "data: toy\ntrain: {warmup: 3, beta1: 0.8}";
    assertThat(read(old, "learning-rate.warmup=5").at("learning-rate.warmup")).contains("5");
    assertThat(read("data: toy\nlearning-rate: {warmup: 3}", "train.warmup=5").at("train.warmup"))
        .contains("5");
    assertThat(read(old, "optimizer=sgd").component(Kinds.OPTIMIZER).options()).isEmpty();
    assertThat(
            read("data: toy").with("train.beta2", 0.25, Location.of("test")).at("optimizer.beta2"))
        .contains("0.25");
  }

  @Test
  void whetherAveragedWeightsAreUsedIsWhichWeightsAreUsed() {
    assertThat(read("data: toy\nsample: {ema: false}\nevaluate: {ema: true, samples: 3}"))
        .isEqualTo(
            read("data: toy\nsample: {weights: plain}\nevaluate: {weights: average, samples: 3}"));
    assertThat(read("data: toy", "sample.ema=false").at("sample.ema")).contains("plain");
    assertThat(read("data: toy\nsample: {weights: plain}", "sample.ema=true").sample().weights())
        .isEqualTo("average");
    assertThat(read("data: toy").with("evaluate.ema", false).evaluate().weights())
        .isEqualTo("plain");
  }

  @Test
  void aDecayIsLaidOverAListOfAverages() {
    assertThat(read("data: toy\naverages: [exponential]", "train.ema=0.5").at("averages.decay"))
        .contains("0.5");
  }

  @Test
  void whatOneFileSaysInBothPlacesIsToldOfAListToo() {
    assertThatThrownBy(
            () ->
                read("data: toy\ntrain: {ema: 0.99}\naverages: [{type: exponential, decay: 0.9}]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the config gives both");
  }

  @Test
  void weightsThatAreNotThereAreTold() {
    Golden.check(
        "weights",
        catchThrowableOfType(
                ConfigException.class,
                () -> read("data: toy\nevaluate: {weights: ema}\nsample: {ema: 3, weights: plain}"))
            .getMessage());
    Golden.check(
        "weights-not-there",
        catchThrowableOfType(
                ConfigException.class,
                () -> read("data: toy\nevaluate: {weights: average-2}", "sample.weights=width-0.1"))
            .getMessage());
  }

  @Test
  void whatIsWrongIsToldWhereItIsWritten() {
    Golden.check(
        "moved-options",
        catchThrowableOfType(
                ConfigException.class,
                () ->
                    read(
                        """
                        data: toy
                        train: {warmup: -3, beta1: 0.8}
                        optimizer: sgd
                        """))
            .getMessage());
    Golden.check(
        "moved-options-twice",
        catchThrowableOfType(
                ConfigException.class,
                () -> read("data: toy\ntrain: {warmup: 3}\nlearning-rate: {warmup: 4}"))
            .getMessage());
  }
}
