package org.tweedie.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Cautions;

/**
 * Every kind of broken jar beside a sound one: the broken one is told with its path and the remedy,
 * and the sound one works.
 */
class BrokenPluginsTest {

  @TempDir static Path compiled;
  @TempDir Path folder;

  private static Path sound;
  private Path plugins;

  @BeforeAll
  static void compileTheSoundOne() {
    sound = TestJar.broken("sound").write(compiled.resolve("jars").resolve("sound.jar"));
  }

  @BeforeEach
  void layTheSoundOneThere() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.copy(sound, plugins.resolve("sound.jar"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-service-file",
        "no-public-constructor",
        "throwing-constructor",
        "throwing-initialiser",
        "throwing-configure",
        "missing-dependency",
        "missing-superclass",
        "no-api-version",
        "other-api-version",
        "two-of-one-name",
        "own-tensorflow",
        "bad-default",
        "refused-defaults",
        "ignored-options",
        "clashing-options",
        "no-inject",
        "wrong-kind"
      })
  void aBrokenJarIsToldAndTheSoundOneWorks(String breakage) {
    TestJar.broken(breakage).write(plugins.resolve(breakage + ".jar"));
    checkTold(breakage);
  }

  @Test
  void aJarThatIsCutOffIsTold() throws IOException {
    byte[] bytes = Files.readAllBytes(sound);
    Files.write(plugins.resolve("cut-off.jar"), Arrays.copyOf(bytes, bytes.length / 2));
    checkTold("cut-off");
  }

  @Test
  void aJarWithADamagedClassIsTold() throws IOException {
    byte[] bytes = Files.readAllBytes(sound);
    int name = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("acme/Still.class");
    Arrays.fill(bytes, name + 100, name + 130, (byte) 'x');
    Files.write(plugins.resolve("damaged-class.jar"), bytes);
    checkTold("damaged-class");
  }

  @Test
  void aJarForANewerJavaIsTold() {
    TestJar.broken("sound").classVersion(99).write(plugins.resolve("newer-java.jar"));
    checkTold("newer-java");
  }

  @Test
  void theSameJarUnderTwoNamesIsTold() throws IOException {
    Files.copy(sound, plugins.resolve("zzz-copy.jar"));
    checkTold("copy");
  }

  @Test
  void whatAPluginBringsForItselfIsItsOwnWhateverTheProgramHas() {
    TestJar.broken("private-dependency").write(plugins.resolve("private-dependency.jar"));
    Listed listed = components();
    assertThat(listed.problems()).isEmpty();
    assertThat(sampled("sampler: private")).isEqualTo(15);
    checkTheSoundOneWorks(listed);
  }

  @Test
  void aPluginWithItsOwnTensorFlowWorksWithOurs() {
    TestJar.broken("own-tensorflow").write(plugins.resolve("own-tensorflow.jar"));
    assertThat(sampled("sampler: {type: own-tensorflow/still, factor: 4}")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"throwing-component", "throwing-component-initialiser"})
  void aComponentThatFailsWhenItIsMadeIsTold(String breakage) {
    TestJar.broken(breakage).write(plugins.resolve(breakage + ".jar"));
    Listed listed = components();
    assertThat(listed.problems()).as("it fails only when it is used").isEmpty();
    RunConfig config = config("sampler: " + breakage);
    ConfigException problems =
        catchThrowableOfType(ConfigException.class, () -> Assembler.assemble(config));
    Golden.check("plugins/" + breakage, withoutFolder(problems.getMessage()));
    assertThat(sampled("sampler: " + breakage + "/still"))
        .as("another component of the same jar")
        .isEqualTo(7);
    checkTheSoundOneWorks(listed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ignored-option", "unread-included"})
  void optionsThatNothingReadsAreToldWhereTheComponentIsUsed(String breakage) {
    TestJar.broken(breakage).write(plugins.resolve(breakage + ".jar"));
    Listed listed = components();
    assertThat(listed.problems()).as("whoever uses another component").isEmpty();
    RunConfig config = config("sampler: " + breakage + "/" + breakage);
    List<String> cautions = Cautions.of(config, Assembler.assemble(config));
    Golden.check("plugins/" + breakage, cautions.get(0));
    checkTheSoundOneWorks(listed);
  }

  /** A model that these samplers do not ask. */
  private static final class Unasked implements Denoiser {
    @Override
    public NoiseSchedule schedule() {
      throw new AssertionError();
    }

    @Override
    public Prediction predict(Batch z, double time) {
      throw new AssertionError();
    }
  }

  private record Listed(String table, String problems) {}

  private void checkTold(String breakage) {
    Listed listed = components();
    Golden.check("plugins/" + breakage, withoutFolder(listed.problems()));
    assertThat(listed.problems()).as("problems").doesNotContain("\tat ", "\n   at ");
    checkTheSoundOneWorks(listed);
  }

  private void checkTheSoundOneWorks(Listed listed) {
    assertThat(listed.table()).contains("sound 1.0, " + plugins.resolve("sound.jar"));
    assertThat(sampled("sampler: {type: sound/still, factor: 3}")).isEqualTo(3);
  }

  /** What the program's user sees. */
  private Listed components() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Program.commandLine(Fakes.loader())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute("components", "sampler", "--plugins", plugins.toString());
    assertThat(status).as(err.toString()).isZero();
    return new Listed(out.toString(), err.toString());
  }

  /** What a sampler makes of a one. */
  private float sampled(String yaml) {
    Sampler sampler = Assembler.assemble(config(yaml)).assembly().sampler();
    Batch one = Batch.of(DataShape.point(1), new float[] {1});
    return sampler.sample(new Unasked(), one, draw -> one, StepListener.NONE).values()[0];
  }

  private RunConfig config(String yaml) {
    Registry registry = Fakes.loader().load(List.of(plugins)).registry();
    return ConfigReader.read("run.yaml", "data: toy\n" + yaml + "\n", List.of(), registry);
  }

  private String withoutFolder(String text) {
    return text.replace(plugins.toString(), "plugins")
        .replace("this one, " + System.getProperty("java.specification.version"), "this one, 17")
        .replace('\\', '/');
  }
}
