package org.tweedie.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.run.Assembler;

/** What libraries of a plugin find by way of the thread is the plugin's own. */
class PluginCodeTest {

  private static final Batch ONE = Batch.of(DataShape.point(1), new float[] {1});

  @TempDir private Path folder;
  private Path plugins;

  @BeforeEach
  void folderOfPlugins() {
    plugins = folder.resolve("plugins");
  }

  /** As a library does, it asks for a service by the thread's class loader. */
  private static TestJar asking() {
    return new TestJar()
        .plugin(
            "asking",
            "Number.found();",
            "components.sampler(\"asking\", Asking.class);",
            "components.guidance(\"asking\", AskingGuidance.class);")
        .file("META-INF/services/acme.Number", "acme.Seven\n")
        .source(
            "acme.Number",
            """
            package acme;
            public interface Number {
              int value();
              static int found() {
                return java.util.ServiceLoader.load(Number.class).findFirst().orElseThrow().value();
              }
            }
            """)
        .source(
            "acme.Seven",
            "package acme; public final class Seven implements Number { public int value() { return 7; } }")
        .source(
            "acme.Asking",
            TestJar.samplerSource("Asking", "made = Number.found();")
                .replace(
                    "private final int steps;", "private final int steps; private final int made;")
                .replace("return start;", "return start.times(made + 10 * Number.found());"))
        .source(
            "acme.AskingGuidance",
            """
            package acme;
            import jakarta.inject.Inject;
            import java.util.List;
            import org.tweedie.api.guidance.*;
            import org.tweedie.api.model.*;
            import org.tweedie.api.plugin.*;
            import org.tweedie.api.schedule.*;
            @Description("asks")
            public final class AskingGuidance implements Guidance, Selective {
              @Inject public AskingGuidance() {}
              public DiffusionModel guide(DiffusionModel model) {
                return new DiffusionModel() {
                  public NoiseSchedule schedule() { return model.schedule(); }
                  public Prediction predict(Batch z, double[] times, Condition condition) {
                    return model.predict(z.times(Number.found()), times, condition);
                  }
                };
              }
              public List<String> objections(Assembly assembly) {
                return ((InOrder) assembly.guidance()).members().indexOf(this) == 1
                    ? List.of()
                    : List.of("not where it should be");
              }
            }
            """);
  }

  private Assembly assembled(String yaml) {
    Plugins found = Fakes.loader().load(List.of(plugins));
    assertThat(found.problems()).isEmpty();
    return Assembler.assemble(
            ConfigReader.read("run.yaml", "data: toy\n" + yaml, List.of(), found.registry()))
        .assembly();
  }

  @Test
  void aServiceIsFoundWhenAComponentIsMadeAndWhenItIsUsed() {
    asking().write(plugins.resolve("asking.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Batch result =
        assembled("sampler: asking\n").sampler().sample(null, ONE, draw -> ONE, StepListener.NONE);
    assertThat(result.values()).containsExactly(77);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  /** It is the guided model that asks, and the guidance knows itself in the list. */
  @Test
  void whatAComponentAnswersWithIsThePluginsCodeToo() {
    asking().write(plugins.resolve("asking.jar"));
    Assembly assembly = assembled("guidance: [none, asking]\n");
    float[] seen = new float[1];
    DiffusionModel model =
        new DiffusionModel() {
          @Override
          public NoiseSchedule schedule() {
            return assembly.schedule();
          }

          @Override
          public Prediction predict(Batch z, double[] times, Condition condition) {
            seen[0] = z.values()[0];
            return Prediction.of(
                org.tweedie.api.model.Parameterization.SIGNAL, z, schedule().at(0.5), z);
          }
        };
    assembly.guidance().guide(model).predict(ONE, 0.5, Condition.none(1));
    assertThat(seen).containsExactly(7);
  }

  /** Of TensorFlow's Java classes the program has some; the others come with a plugin. */
  @Test
  void whatTheProgramHasNotOfASharedPackageIsThePluginsOwn() {
    TestJar framework =
        new TestJar()
            .source(
                "org.tensorflow.framework.Nine",
                "package org.tensorflow.framework; public class Nine { public static int value() { return 9; } }");
    Path library = framework.write(folder.resolve("libraries").resolve("framework.jar"));
    new TestJar()
        .with(library)
        .plugin("framed", "components.sampler(\"framed\", Framed.class);")
        .source(
            "acme.Framed",
            TestJar.samplerSource("Framed", "")
                .replace(
                    "return start;", "return start.times(org.tensorflow.framework.Nine.value());"))
        .write(plugins.resolve("framed").resolve("framed.jar"));
    framework.write(plugins.resolve("framed").resolve("framework.jar"));
    assertThat(
            assembled("sampler: framed\n")
                .sampler()
                .sample(null, ONE, draw -> ONE, StepListener.NONE)
                .values())
        .containsExactly(9);
  }
}
