package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.fake.FakeNetwork;
import org.tweedie.engine.fake.FakeObjective;
import org.tweedie.engine.fake.FakeSampler;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.OffsetSchedule;
import org.tweedie.engine.fake.PickySampler;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;

class ConfigReaderTest {

  private static final Registry REGISTRY = Fakes.registry();

  @TempDir java.nio.file.Path folder;

  @Test
  void aConfigOfOneWordTakesEveryDefault() {
    RunConfig config = read("data: toy");
    assertThat(config.component(Kinds.SAMPLER).options()).contains(new FakeSampler.Options(250));
    assertThat(config.component(Kinds.GUIDANCE).reference()).isEqualTo("none");
    assertThat(config.component(Kinds.NETWORK).options())
        .contains(new FakeNetwork.Options(32, List.of(1, 2), List.of(), 0, true, ""));
    assertThat(config.train().learningRate()).isEqualTo(2e-4);
    assertThat(config.train().precision()).isEqualTo(Precision.FLOAT32);
    assertThat(config.sample().classes()).isEmpty();
  }

  @Test
  void everyTypeOfOptionIsRead() {
    RunConfig config =
        read(
            """
            data: toy
            network:
              channels: 0x10
              channel-multipliers:
                - 1
                - 4
              attention: [7]
              dropout: 1e-1
              bias: false
              note: 2024
            objective: {predict: velocity}
            sample: {classes: [dark, 1]}
            """);
    assertThat(config.component(Kinds.NETWORK).options())
        .contains(new FakeNetwork.Options(16, List.of(1, 4), List.of(7), 0.1, false, "2024"));
    assertThat(config.component(Kinds.OBJECTIVE).options())
        .contains(new FakeObjective.Options(Parameterization.VELOCITY));
    assertThat(config.sample().classes()).containsExactly("dark", "1");
  }

  @Test
  void aSectionWithoutContentIsAsIfItWereNotThere() {
    assertThat(read("data: toy\ntrain:\nsampler:\n")).isEqualTo(read("data: toy"));
  }

  @Test
  void overridesAreLaidOverInOrder() {
    RunConfig config =
        read("data: toy", "sampler.steps=5", "sampler.steps=7", "network.attention=[4, 2]");
    assertThat(config.component(Kinds.SAMPLER).options()).contains(new FakeSampler.Options(7));
    assertThat(((FakeNetwork.Options) config.component(Kinds.NETWORK).options().get()).attention())
        .containsExactly(4, 2);
  }

  @Test
  void aComponentWhoseTypeChangesDropsTheOtherTypesOptions() {
    String base = "data: toy\nsampler: {type: ddim, steps: 9, eta: 1}\n";
    assertThat(options(read(base, "sampler=ancestral"))).isEqualTo(new FakeSampler.Options(250));
    assertThat(options(read(base, "sampler.type=ancestral")))
        .isEqualTo(new FakeSampler.Options(250));
  }

  @Test
  void aComponentWhoseTypeStaysKeepsItsOptions() {
    String base = "data: toy\nsampler: {type: ddim, steps: 9, eta: 1}\n";
    assertThat(options(read(base, "sampler=ddim"))).isEqualTo(new PickySampler.Options(9, 1));
    assertThat(options(read(base, "sampler.type=fake-components/ddim", "sampler.eta=0.5")))
        .isEqualTo(new PickySampler.Options(9, 0.5));
  }

  @Test
  void optionsWithoutATypeAreTheDefaultTypesAndGoWithIt() {
    assertThat(options(read("data: toy\nsampler: {steps: 9}")))
        .isEqualTo(new FakeSampler.Options(9));
    assertThat(options(read("data: toy\nsampler: {steps: 9}", "sampler=ddim")))
        .isEqualTo(new PickySampler.Options(50, 0));
  }

  @Test
  void aWordCanBeGivenOptionsByALaterFile() throws java.io.IOException {
    java.nio.file.Path base =
        java.nio.file.Files.writeString(
            folder.resolve("base.yaml"), "data: toy\nschedule: cosine\ntrain: {batch: 3}\n");
    java.nio.file.Path over =
        java.nio.file.Files.writeString(
            folder.resolve("over.yaml"), "schedule: {offset: 0.1}\ntrain: {steps: 2}\n");
    RunConfig config = ConfigReader.read(List.of(base, over), List.of(), REGISTRY);
    assertThat(config.component(Kinds.SCHEDULE).options())
        .contains(new OffsetSchedule.Options(0.1, 0.999));
    assertThat(config.train().batch()).isEqualTo(3);
    assertThat(config.train().steps()).isEqualTo(2);
  }

  @Test
  void theResolvedConfigStatesEveryOption() {
    org.tweedie.engine.fake.Golden.check("resolved-config", read("data: toy").toYaml());
  }

  @Test
  void everyOptionOfASectionIsDescribedAndHasADefaultThatHolds() {
    for (Class<? extends Record> section :
        List.of(TrainOptions.class, EvaluateOptions.class, SampleOptions.class)) {
      for (OptionType option : ComponentType.optionTypes(section)) {
        assertThat(option.description()).as(section + " " + option.name()).isPresent();
        assertThat(option.defaultText()).as(section + " " + option.name()).isPresent();
      }
    }
  }

  private static Record options(RunConfig config) {
    return Optional.of(config.component(Kinds.SAMPLER)).flatMap(Choice::options).orElseThrow();
  }

  private static RunConfig read(String yaml, String... overrides) {
    return ConfigReader.read("run.yaml", yaml, List.of(overrides), REGISTRY);
  }
}
