package org.tweedie.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.ConfigSchema;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.plugin.Plugins;
import org.tweedie.engine.plugin.Registry;

/**
 * Options that a component takes from another record are options like any other, wherever they are
 * seen: those of a stranger's jar, which takes in the api's and its own, and the built-in ones.
 */
class IncludedOptionsTest {

  @TempDir static Path folder;

  private static Path plugins;
  private static Registry registry;

  @BeforeAll
  static void aPluginThatIncludesTheApisOptionsAndItsOwn() {
    plugins = folder.resolve("plugins");
    new TestJar()
        .plugin("acme", "components.sampler(\"jump\", Jump.class);")
        .source(
            "acme.Window",
            """
            package acme;
            import jakarta.validation.constraints.*;
            import org.tweedie.api.plugin.*;
            record Window(
                @Description("from here") @Default("0.1") @PositiveOrZero double low,
                @Description("up to here") @DecimalMax("9") double high) {
              Window {
                if (low > high) throw new IllegalArgumentException("low must not be above high");
              }
            }
            """)
        .source(
            "acme.Jump",
            """
            package acme;
            import jakarta.inject.Inject;
            import jakarta.validation.constraints.*;
            import org.tweedie.api.model.*;
            import org.tweedie.api.plugin.*;
            import org.tweedie.api.sampler.*;
            import org.tweedie.api.walk.Walk;
            @Description("jumps")
            public final class Jump implements Sampler {
              public record Options(
                  @Description("how far") @Positive int length,
                  @Included(defaults = {"steps: 12", "grid: log-snr"}) Walk.Options walk,
                  @Included(defaults = "low: 0.2") Window window,
                  @Description("how high") @Default("1.5") double height) {
                public Options {
                  if (length > walk.steps()) throw new IllegalArgumentException("too long");
                }
              }
              private final Options options;
              @Inject public Jump(Options options) { this.options = options; }
              public Batch sample(Denoiser d, Batch start, NoiseSource n, StepListener l) {
                Walk walk = new Walk(d, options.walk());
                return start.times(
                    options.length() * walk.steps() * options.height()
                        + options.window().high() - options.window().low());
              }
            }
            """)
        .write(plugins.resolve("acme.jar"));
    Plugins found = Fakes.loader().load(List.of(plugins));
    assertThat(found.problems()).isEmpty();
    registry = found.registry();
  }

  @Test
  void theyAreListedInTheirPlaceWithTheDefaultsOfTheIncludingRecord() {
    Golden.check("included-components", run("components", "sampler/jump"));
  }

  @Test
  void aStarterConfigExplainsThem() {
    RunConfig config =
        ConfigReader.read(
            "run.yaml",
            "data: toy\nsampler: {type: jump, length: 1, high: 3, clip: false}\n",
            List.of(),
            registry);
    String starter = StarterConfig.write(config, List.of());
    Golden.check(
        "included-init",
        starter.substring(starter.indexOf("# the sampler"), starter.indexOf("# the guidance")));
    assertThat(ConfigReader.read("init.yaml", starter, List.of(), registry)).isEqualTo(config);
  }

  @Test
  void problemsAreToldAtTheirPlaces() {
    tell(
        "included-problems",
        """
        data: toy
        sampler:
          type: jump
          stps: 3
          window: {low: 1}
          grid: karas
          times: [1, 2, x]
          low: -1
          clip: 3
          height: tall
        """);
  }

  /** One record's refusal hides no other's. */
  @Test
  void recordsThatRefuseTheirValuesAreTold() {
    tell(
        "included-refused",
        "data: toy\nsampler: {type: jump, length: 1, low: 5, high: 4, times: [0.1, 0.2]}\n");
    tell("included-refused-together", "data: toy\nsampler: {type: jump, length: 50, high: 4}\n");
  }

  @Test
  void theEffectiveConfigHasThemOnOneLevelAndReadsBack() {
    RunConfig config =
        ConfigReader.read(
            "run.yaml",
            "data: toy\nsampler: {high: 3, type: jump, steps: 20, length: 4}\n",
            List.of("sampler.times=[0.5, 0.25]"),
            registry);
    assertThat(config.toYaml())
        .contains(
            """
            sampler:
              type: acme/jump
              length: 4
              steps: 20
              grid: log-snr
              log-snr-range: []
              times: [0.5, 0.25]
              clip: true
              dynamic-threshold: 0
              low: 0.2
              high: 3
              height: 1.5
            """);
    assertThat(YamlWriter.line(config.component(Kinds.SAMPLER)))
        .isEqualTo(
            "{type: acme/jump, length: 4, steps: 20, grid: log-snr, log-snr-range: [],"
                + " times: [0.5, 0.25], clip: true, dynamic-threshold: 0, low: 0.2, high: 3,"
                + " height: 1.5}");
    assertThat(ConfigReader.read("config.yaml", config.toYaml(), List.of(), registry))
        .isEqualTo(config);
  }

  @Test
  void schemasHaveThemWithTheirRanges() {
    String good =
        "data: toy\nsampler: {type: jump, length: 1, high: 3, grid: karras, times: [1]}\n";
    String part = "sampler: {type: jump, grid: karras, low: 3}\n";
    List<String> bad =
        List.of(
            "{type: jump, length: 1, high: 10}",
            "{type: jump, length: 1, high: 3, low: -1}",
            "{type: jump, length: 1, high: 3, grid: karas}",
            "{type: jump, length: 1, high: 3, times: [2]}",
            "{type: jump, length: 1, high: 3, steps: 0}",
            "{type: jump, length: 1, high: 3, walk: {steps: 3}}");
    Schema whole = schema(false);
    Schema partial = schema(true);
    assertThat(whole.validate(good, InputFormat.YAML)).isEmpty();
    assertThat(partial.validate(part, InputFormat.YAML)).isEmpty();
    assertThat(whole.validate("data: toy\nsampler: {type: jump, length: 1}\n", InputFormat.YAML))
        .as("high must be given")
        .isNotEmpty();
    for (String sampler : bad) {
      String yaml = "sampler: " + sampler + "\n";
      assertThat(whole.validate("data: toy\n" + yaml, InputFormat.YAML)).as(sampler).hasSize(1);
      assertThat(partial.validate(yaml, InputFormat.YAML)).as(sampler).hasSize(1);
    }
  }

  private static Schema schema(boolean partial) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(ConfigSchema.of(registry, partial));
  }

  private static String run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--plugins", plugins.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Program.commandLine(Fakes.loader())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    return out.toString().replace(plugins.toString(), "plugins").replace('\\', '/');
  }

  private static void tell(String golden, String yaml) {
    ConfigException problems =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigReader.read("run.yaml", yaml, List.of(), registry));
    Golden.check(golden, problems.getMessage());
  }
}
