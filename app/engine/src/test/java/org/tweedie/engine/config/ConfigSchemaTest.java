package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.plugin.Registry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor makes of configs with our schema: the same as the program does. */
class ConfigSchemaTest {

  private static final Registry REGISTRY = Fakes.registry();
  private static final SchemaRegistry VALIDATORS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final String JSON = ConfigSchema.of(REGISTRY, false);
  private static final Schema SCHEMA = VALIDATORS.getSchema(JSON);

  @Test
  void theSchemaIsOneOfItsOwnStandard() {
    Schema standard =
        VALIDATORS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(standard.validate(JSON, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: toy\n",
        "data: fake-components/toy\nsampler:\ntrain:\n",
        "data: {type: missing-files, folder: 7}\nguidance: none\n",
        "data: toy\nsampler: {steps: 9}\n",
        "data: toy\nsampler: {type: ddim, steps: 9, eta: 1}\ntrain: {label-dropout: 0.25}\n",
        "data: toy\nsampler: {type: fake-components/ddim, eta: 1}\n",
        "data: toy\nnetwork: {channel-multipliers: [1, 2], attention: [], bias: false}\n",
        "data: toy\nobjective: {type: vlb, predict: velocity}\ntrain: {precision: bfloat16}\n"
      })
  void whatTheProgramReadsIsValid(String yaml) {
    assertThat(ConfigReader.read("run.yaml", yaml, List.of(), REGISTRY)).isNotNull();
    assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown section | 'data: toy\ntrian: {steps: 3}\n'",
        "unknown component | 'data: toy\nsampler: ddimm\n'",
        "unknown component in a map | 'data: toy\nsampler: {type: ddimm, stps: 3}\n'",
        "unknown plugin | 'data: toy\nsampler: acme/ddim\n'",
        "unknown option | 'data: toy\nschedule: {type: cosine, ofset: 0.1}\n'",
        "unknown option of the default | 'data: toy\nsampler: {stps: 3}\n'",
        "option of another type | 'data: toy\nsampler: {type: ancestral, eta: 1}\n'",
        "options where there are none | 'data: toy\nguidance: {type: none, scale: 2}\n'",
        "unknown option of a section | 'data: toy\ntrain: {stps: 3}\n'",
        "part of a whole | 'data: {type: toy, size: 4.5}\n'",
        "word for a number | 'data: toy\nschedule: {gamma-min: low}\n'",
        "number in quotes | 'data: toy\nnetwork: {channels: \"32\"}\n'",
        "number for a list | 'data: toy\nnetwork: {channel-multipliers: 2}\n'",
        "word in a list of numbers | 'data: toy\nnetwork: {attention: [4, x]}\n'",
        "yes for true | 'data: toy\nnetwork: {bias: yes}\n'",
        "true for a text | 'data: toy\nnetwork: {note: true}\n'",
        "number for a word | 'data: toy\nobjective: {predict: 3}\n'",
        "too large for an int | 'data: toy\nsampler: {steps: 99999999999}\n'",
        "nothing for a number | 'data: toy\ntrain: {steps: }\n'",
        "below an included end | 'data: {type: toy, size: 0}\n'",
        "at an excluded end | 'data: toy\nsampler: {steps: 0}\n'",
        "above an end | 'data: toy\nschedule: {type: cosine, max-beta: 1.5}\n'",
        "at an excluded upper end | 'data: toy\nnetwork: {dropout: 1}\n'",
        "below an end in a list | 'data: toy\nnetwork: {channel-multipliers: [1, -2]}\n'",
        "too many elements | 'data: toy\nnetwork: {attention: [1, 2, 3]}\n'",
        "empty list | 'data: toy\nnetwork: {channel-multipliers: []}\n'",
        "no such word | 'data: toy\nobjective: {predict: nois}\n'",
        "option that must be given | 'data: missing-files\n'",
        "option that must be given, in a map | 'data: {type: missing-files}\n'",
        "no data | 'schedule: cosine\n'",
        "nothing for data | 'data:\n'",
        "data without type | 'data: {size: 4}\n'",
        "list of components | 'data: [toy]\n'",
        "number for a component | 'data: toy\nschedule: 5\n'",
        "list for a type | 'data: toy\nsampler: {type: [ddim]}\n'",
        "number for a section | 'data: toy\ntrain: 5\n'",
        "list for a config | '- data: toy\n'"
      })
  void whatTheProgramRefusesIsNotValid(String what, String yaml) {
    assertThatThrownBy(() -> ConfigReader.read("run.yaml", yaml, List.of(), REGISTRY))
        .as(what)
        .isInstanceOf(ConfigException.class);
    assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).as(what).isNotEmpty();
  }

  @Test
  void errorsSpeakOfWhatIsWrongAndOfNothingElse() {
    String yaml =
        """
        data: toy
        schedule: {type: cosine, ofset: 0.1}
        sampler: {type: ddimm, eta: 2}
        guidance: nune
        network: {channels: 0}
        train: {precision: float16}
        """;
    assertThat(SCHEMA.validate(yaml, InputFormat.YAML))
        .extracting(error -> error.getInstanceLocation() + " " + error.getKeyword())
        .containsExactlyInAnyOrder(
            "/schedule additionalProperties",
            "/sampler/type enum",
            "/guidance enum",
            "/network/channels exclusiveMinimum",
            "/train/precision enum");
  }

  @Test
  void everyOptionCarriesItsMeaningAndDefault() {
    JsonNode schema = JsonMapper.shared().readTree(JSON);
    JsonNode dropout = schema.at("/$defs/network.fake-components.unet/properties/dropout");
    assertThat(dropout.get("description").asString())
        .isEqualTo("share of activations set to zero (number, at least 0, below 1; default 0)");
    assertThat(dropout.get("default").asDouble()).isZero();
    assertThat(dropout.get("minimum").asDouble()).isZero();
    assertThat(dropout.get("exclusiveMaximum").asDouble()).isEqualTo(1);
    JsonNode list = schema.at("/$defs/network.fake-components.unet/properties/channel-multipliers");
    assertThat(list.get("default")).hasToString("[1,2]");
    assertThat(schema.at("/properties/train/properties/precision/default").asString())
        .isEqualTo("float32");
    assertThat(schema.at("/properties/train/description").asString()).isEqualTo("how to train");
  }

  @Test
  void wordsAreCompletedWithTheirMeanings() {
    JsonNode words = JsonMapper.shared().readTree(JSON).at("/$defs/sampler.word/else");
    assertThat(words.get("enum")).hasToString("[\"ancestral\",\"ddim\",null]");
    assertThat(words.get("enumDescriptions").get(0).asString())
        .isEqualTo("goes nowhere (built in)");
  }

  @Test
  void everyKindIsThere() {
    JsonNode properties = JsonMapper.shared().readTree(JSON).get("properties");
    for (Kind<?> kind : Kinds.all()) {
      assertThat(properties.has(kind.key())).as(kind.key()).isTrue();
    }
    assertThat(properties.propertyNames()).contains("train", "evaluate", "sample");
  }

  @Test
  void aKindMayBeAListWhereThatIsAllowed() {
    String several = "data: toy\nguidance: [none, {type: classifier-free, scale: 2}]\n";
    assertThat(SCHEMA.validate(several, InputFormat.YAML)).isEmpty();
    assertThat(SCHEMA.validate("data: toy\nguidance: none\n", InputFormat.YAML)).isEmpty();
    assertThat(SCHEMA.validate("data: toy\nguidance: [nune]\n", InputFormat.YAML)).isNotEmpty();
    assertThat(SCHEMA.validate("data: toy\nguidance: []\n", InputFormat.YAML)).isNotEmpty();
    assertThat(SCHEMA.validate("data: [toy]\n", InputFormat.YAML)).isNotEmpty();
  }

  @Test
  void aKindOfWhichARunNeedsNoneMayBeEmpty() {
    for (String none : List.of("", "measures:\n", "measures: []\n")) {
      assertThat(SCHEMA.validate("data: toy\n" + none, InputFormat.YAML)).as(none).isEmpty();
    }
    assertThat(SCHEMA.validate("data: toy\nmeasures: [nune]\n", InputFormat.YAML)).isNotEmpty();
  }

  @Test
  void aFileThatIsLaidOverAnotherNeedsLess() {
    Schema partial = VALIDATORS.getSchema(ConfigSchema.of(REGISTRY, true));
    for (String yaml :
        List.of("train: {steps: 3}\n", "sampler: {eta: 1}\n", "data: {size: 4}\n", "data:\n")) {
      assertThat(partial.validate(yaml, InputFormat.YAML)).as(yaml).isEmpty();
    }
    for (String yaml : List.of("train: {stps: 3}\n", "sampler: {etta: 1}\n", "data: tay\n")) {
      assertThat(partial.validate(yaml, InputFormat.YAML)).as(yaml).isNotEmpty();
    }
  }

  @Test
  void componentsOfJarsAreThereAndAmbiguousNamesMustBeWrittenInFull(@TempDir Path folder) {
    new TestJar()
        .plugin(
            "acme",
            "components.sampler(\"ddim\", Heun.class); components.sampler(\"heun\", Heun.class);")
        .sampler("Heun")
        .write(folder.resolve("plugins").resolve("acme.jar"));
    Registry registry = Fakes.loader().load(List.of(folder.resolve("plugins"))).registry();
    Schema schema = VALIDATORS.getSchema(ConfigSchema.of(registry, false));
    for (String good : List.of("heun", "acme/heun", "acme/ddim", "fake-components/ddim")) {
      String yaml = "data: toy\nsampler: {type: " + good + ", steps: 3}\n";
      assertThat(schema.validate(yaml, InputFormat.YAML)).as(yaml).isEmpty();
    }
    for (String bad : List.of("ddim", "{type: ddim}", "{type: acme/ddim, eta: 1}", "acme/none")) {
      String yaml = "data: toy\nsampler: " + bad + "\n";
      assertThat(schema.validate(yaml, InputFormat.YAML)).as(yaml).isNotEmpty();
    }
  }
}
