package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.InOrder;
import org.tweedie.api.model.Parameterization;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.FakeNetwork;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.plugin.Registry;

class AssemblerTest {

  private static final Registry REGISTRY = Fakes.registry();

  @Test
  void componentsGetTheirOptionsAndWhatTheRunOffers() {
    Assembled made =
        assemble(
            """
            data: {type: toy, size: 8}
            schedule: {type: linear, gamma-min: -4, gamma-max: 4}
            objective: {predict: signal}
            train: {label-dropout: 0.3}
            """);
    assertThat(made.data().train().size()).isEqualTo(8);
    assertThat(made.assembly().data()).isEqualTo(made.data().description());
    assertThat(made.assembly().schedule().logSnr(0.5)).isZero();
    assertThat(made.assembly().objective().predicts()).isEqualTo(Parameterization.SIGNAL);
    assertThat(made.assembly().labelDropout()).isEqualTo(0.3);
    assertThat(((FakeNetwork) made.assembly().network()).data.shape().toString())
        .isEqualTo("8x8x1");
  }

  @Test
  void dataThatCannotBeUsedAreToldFirst() {
    refused("assemble-data", "data: {type: missing-files, folder: nowhere}\n");
  }

  @Test
  void everyComponentThatRefusesIsTold() {
    refused(
        "assemble-refused",
        """
        data: {type: toy, size: 5}
        schedule: {type: cosine, offset: 11}
        network: {type: unet, channel-multipliers: [1, 2, 4]}
        """);
  }

  @Test
  void everyObjectionIsTold() {
    refused(
        "assemble-incompatible",
        """
        data: toy
        objective: {predict: velocity}
        sampler: ddim
        guidance: {type: classifier-free, scale: 2}
        train: {label-dropout: 0}
        """);
  }

  @Test
  void guidanceInAListIsMadeInOrderEachWithItsOwnOptions() {
    Guidance guidance =
        assemble(
                """
                data: toy
                guidance:
                  - {type: classifier-free, scale: 2}
                  - none
                  - {type: classifier-free, scale: 5}
                """)
            .assembly()
            .guidance();
    assertThat(((InOrder) guidance).members())
        .extracting(String::valueOf)
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("scale 2.0"),
            second -> assertThat(second).contains("FakeGuidance"),
            third -> assertThat(third).isEqualTo("scale 5.0"));
  }

  @Test
  void objectionsOfEachInAListAreTold() {
    refused(
        "assemble-list",
        """
        data: toy
        guidance:
          - {type: classifier-free, scale: 2}
          - {type: classifier-free, scale: 5}
        train: {label-dropout: 0}
        """);
  }

  @Test
  void aComponentThatAsksForTooMuchIsTold() {
    refused("assemble-asks", "data: toy\nnetwork: needs-random\n");
  }

  @Test
  void aLearnedScheduleAsksForTheBound() {
    refused("assemble-learned", "data: toy\nschedule: learned\n");
  }

  @Test
  void aComponentOfAJarIsMadeWithItsOptions(@TempDir Path folder) {
    new TestJar()
        .plugin("acme", "components.sampler(\"heun\", Heun.class);")
        .source(
            "acme.Heun",
            TestJar.samplerSource("Heun", "this.options = options;")
                .replace(
                    "public Batch",
                    "private final Options options;"
                        + " public String toString() { return options.toString(); } public Batch"))
        .write(folder.resolve("plugins").resolve("acme.jar"));
    Registry registry = Fakes.loader().load(List.of(folder.resolve("plugins"))).registry();
    Assembled made =
        Assembler.assemble(
            ConfigReader.read(
                "run.yaml", "data: toy\nsampler: {type: heun, steps: 9}", List.of(), registry));
    assertThat(made.assembly().sampler()).hasToString("Options[steps=9]");
  }

  @Test
  void aLibraryThatIsMissedOnlyWhenAComponentIsMadeIsTold(@TempDir Path folder) {
    new TestJar()
        .plugin("acme", "components.sampler(\"heun\", Heun.class);")
        .source("acme.Library", "package acme; public class Library {}")
        .source("acme.Heun", TestJar.samplerSource("Heun", "new Library();"))
        .leaveOut("acme.Library")
        .write(folder.resolve("plugins").resolve("acme.jar"));
    Registry registry = Fakes.loader().load(List.of(folder.resolve("plugins"))).registry();
    RunConfig config =
        ConfigReader.read("run.yaml", "data: toy\nsampler: heun", List.of(), registry);
    ConfigException problems =
        catchThrowableOfType(ConfigException.class, () -> Assembler.assemble(config));
    Golden.check(
        "assemble-dependency",
        problems.getMessage().replace(folder + java.io.File.separator, "").replace('\\', '/'));
  }

  private static void refused(String golden, String yaml) {
    ConfigException problems = catchThrowableOfType(ConfigException.class, () -> assemble(yaml));
    Golden.check(golden, problems.getMessage());
  }

  private static Assembled assemble(String yaml) {
    return Assembler.assemble(ConfigReader.read("run.yaml", yaml, List.of(), REGISTRY));
  }
}
