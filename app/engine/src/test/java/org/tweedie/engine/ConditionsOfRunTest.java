package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.ToldData;
import org.tweedie.engine.fake.ToldPlugin;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.measuring.SamplesFile;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;

/** A network that is told captions, numbers and images, from its training to its samples. */
class ConditionsOfRunTest {

  private static final String CONFIG =
      """
      data: told
      network: {type: unet, channels: 16, channel-multipliers: [1], blocks: 1, groups: 4}
      text-encoder: {type: bytes, width: 16, depth: 1, heads: 2}
      schedule: rectified-flow
      objective: flow-matching
      sampler: {type: ddim, steps: 10}
      train: {steps: 500, batch: 16, learning-rate: 3e-3, sample-every: 0, threads: 1, caption-dropout: 0.3, number-dropout: 0.3, image-dropout: 0.3}
      sample: {count: 8, columns: 2, weights: plain}
      measures: []
      """;

  @TempDir static Path folder;

  private static Tweedie tweedie;
  private static Path trained;

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load(Fakes.besideBuiltIn(ToldPlugin.class), List.of());
    trained = folder.resolve("run");
    try (Run run = tweedie.create(trained, config())) {
      assertThat(run.assembly().told())
          .containsExactly(ConditionPart.NUMBERS, ConditionPart.CAPTION, ConditionPart.IMAGE);
      run.train(RunListener.silent());
    }
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static RunConfig config(String... overrides) {
    return ConfigReader.read("told.yaml", CONFIG, List.of(overrides), tweedie.components());
  }

  private static Run open() {
    return tweedie.open(trained);
  }

  /** The mean of all samples. */
  private static double brightness(Batch samples) {
    double sum = 0;
    for (float value : samples.values()) {
      sum += value;
    }
    return sum / samples.values().length;
  }

  /** The mean of the right half less that of the left. */
  private static double tilt(Batch samples) {
    double sum = 0;
    for (int i = 0; i < samples.values().length; i++) {
      sum += (i % ToldData.SIZE < ToldData.SIZE / 2 ? -2 : 2) * samples.values()[i];
    }
    return sum / samples.values().length;
  }

  /** How much of the pattern is in the samples that +1 stands for. */
  private static double pattern(Batch samples) {
    double sum = 0;
    for (int i = 0; i < samples.values().length; i++) {
      int row = i / ToldData.SIZE % ToldData.SIZE / 2;
      int column = i % ToldData.SIZE / 2;
      sum += (row == column ? 1 : -1) * samples.values()[i];
    }
    return sum / samples.values().length;
  }

  private static Samples eight() {
    return Samples.count(8).seed(5);
  }

  @Test
  void samplesAreWhatTheirCaptionSays() throws IOException {
    try (Run run = open()) {
      double dark = brightness(run.sample(eight().ofCaptions(List.of("a dark square"))));
      double light = brightness(run.sample(eight().ofCaptions(List.of("a light one"))));
      assertThat(light - dark).as("%s to %s, in truth 1", dark, light).isBetween(0.6, 1.4);
    }
  }

  @Test
  void samplesAreWhatTheirNumbersSay() throws IOException {
    try (Run run = open()) {
      double left = tilt(run.sample(eight().ofNumbers(Map.of("tilt", 7.0, "age", 7.0))));
      double right = tilt(run.sample(eight().ofNumbers(Map.of("tilt", 13.0, "age", 7.0))));
      assertThat(right - left).as("%s to %s, in truth 0.8", left, right).isBetween(0.4, 1.2);
    }
  }

  @Test
  void samplesGoWithTheirImage() throws IOException {
    Path first = picture("first.png", 255, 0);
    Path second = picture("second.png", 0, 255);
    try (Run run = open()) {
      double one = pattern(run.sample(eight().ofImages(List.of(first))));
      double other = pattern(run.sample(eight().ofImages(List.of(second))));
      assertThat(one - other).as("%s to %s, in truth 0.4", other, one).isBetween(0.2, 0.6);
    }
  }

  private static Path picture(String name, int diagonal, int beside) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 4; i++) {
      int grey = i / 2 == i % 2 ? diagonal : beside;
      image.getRaster().setSample(i % 2, i / 2, 0, grey);
    }
    File file = folder.resolve(name).toFile();
    ImageIO.write(image, "png", file);
    return file.toPath();
  }

  @Test
  void captionsInTurnAreRowsOfTheGrid() throws IOException {
    try (Run run = open()) {
      List<String> both = List.of("a dark square", "a light one");
      Batch samples = run.sample(eight().ofCaptions(both));
      double[] each = new double[8];
      for (int i = 0; i < each.length; i++) {
        each[i] = brightness(samples.slice(i, i + 1));
      }
      assertThat(each[0] + each[2] + each[4] + each[6])
          .as("every other one is dark: %s", each)
          .isLessThan(each[1] + each[3] + each[5] + each[7] - 2);
    }
  }

  @Test
  void guidanceGoesBeyondWhatIsTold() throws IOException {
    try (Run plain = open();
        Run guided =
            tweedie.open(
                trained,
                config ->
                    config.with(
                        "guidance", Map.of("type", "classifier-free", "caption-scale", 3)))) {
      Samples light =
          eight().ofCaptions(List.of("a light one")).ofNumbers(Map.of("tilt", 10.0, "age", 7.0));
      assertThat(brightness(guided.sample(light)))
          .as("brighter than light")
          .isGreaterThan(brightness(plain.sample(light)) + 0.05);
    }
  }

  @Test
  void samplesThatAreMeasuredGoByTestExamplesAndAreKeptWithWhatTheyWereToBe() throws IOException {
    Path file = folder.resolve("drawn.safetensors");
    try (Run run = open()) {
      run.pieces().draw(file, RunListener.silent());
      Condition conditions = SamplesFile.read(file).conditions();
      assertThat(conditions)
          .isEqualTo(
              Condition.of(run.data().description(), run.data().test(), 0, 1, 2, 3, 4, 5, 6, 7));
      assertThat(conditions.caption(1)).contains(ToldData.caption(1));
      assertThat(conditions.numbers(3).orElseThrow()[1]).isNaN();
      assertThat(conditions.imageShape()).contains(ToldData.HALF);
    }
  }

  @Test
  void oneRunGoesByWhatAnotherDraws() throws IOException {
    Path small = folder.resolve("small");
    RunConfig config =
        ConfigReader.read(
            "half.yaml",
            CONFIG.replace("data: told", "data: half").replaceAll("(?m)^text-encoder.*\n", ""),
            List.of("train.steps=150"),
            tweedie.components());
    try (Run first = tweedie.create(small, config);
        Run second = open()) {
      first.train(RunListener.silent());
      Path into = folder.resolve("cascade");
      first.sample(eight(), second, into, Set.of(Run.Output.SAFETENSORS), RunListener.silent());
      Batch drawn = first.sample(eight());
      float[] large = tensor(into.resolve("samples.safetensors"));
      for (int i = 0; i < 8; i++) {
        float[] image = drawn.example(i);
        double sign = image[0] + image[3] - image[1] - image[2];
        Batch one =
            Batch.of(
                second.assembly().data().shape(), Arrays.copyOfRange(large, i * 16, i * 16 + 16));
        assertThat(pattern(one) * Math.signum(sign)).as("pattern of %d", i).isPositive();
      }
      assertThatThrownBy(() -> second.sample(eight(), first, into, Set.of(), RunListener.silent()))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("was not trained to go by images");
      assertThatThrownBy(() -> second.sample(eight(), second, into, Set.of(), RunListener.silent()))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "The first model draws images of 4x4x1, and the next one goes by images of 2x2x1.");
    }
  }

  private static float[] tensor(Path file) throws IOException {
    return Safetensors.read(file).tensors().get("samples").values();
  }

  @Test
  void theRunKeepsHowItWasTold() throws IOException {
    Path kept = trained.resolve("conditions.json");
    assertThat(Files.readString(kept))
        .contains("\"name\" : \"tilt\"", "\"mean\" : 10.0", "\"deviation\" : 3.0")
        .contains("\"longest\" : 13", "\"tokenizer\" : \"\"");
    Path other = folder.resolve("other");
    try (Run run = tweedie.create(other, config("train.steps=1"))) {
      run.train(RunListener.silent());
    }
    String changed = Files.readString(kept).replace("\"mean\" : 10.0", "\"mean\" : 11.0");
    Files.writeString(other.resolve("conditions.json"), changed);
    assertThatThrownBy(() -> tweedie.open(other))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("conditions.json is damaged")
        .hasMessageContaining("it was changed after it was written");
    // Of a file without a checksum nobody can tell.
    Files.writeString(
        other.resolve("conditions.json"),
        changed.replaceFirst(",\\s*\"checksum\" : \"[^\"]*\"", ""));
    try (Run run = tweedie.open(other)) {
      assertThat(run.assembly().conditioning().numbers().get(0).mean()).isEqualTo(11);
    }
    Files.writeString(other.resolve("conditions.json"), "{");
    assertThatThrownBy(() -> tweedie.open(other))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("conditions.json is damaged");
  }

  @Test
  void theLongestCaptionIsThatOfAnyExample() throws IOException {
    Path path = folder.resolve("odd");
    RunConfig config =
        config(
            "data={type: told, odd: a rather longer caption}", "train.steps=1", "sample.count=8");
    try (Run run = tweedie.create(path, config)) {
      assertThat(run.assembly().conditioning().text().orElseThrow().longest()).isEqualTo(23);
      run.train(RunListener.silent());
      assertThat(run.sample(eight()).count()).isEqualTo(8);
    }
  }

  @Test
  void aRunWhoseRecordOfConditionsIsGoneIsNotFittedAnew() throws IOException {
    Path path = folder.resolve("bereft");
    try (Run run = tweedie.create(path, config("train.steps=1"))) {
      run.train(RunListener.silent());
    }
    Files.delete(path.resolve("conditions.json"));
    assertThatThrownBy(() -> tweedie.open(path))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("conditions.json, which says how, is missing");
  }

  @Test
  void wordsOfAnotherRunMeanWhatTheyMeantThere() throws IOException {
    Path first = folder.resolve("first-words");
    String words = "text-encoder={type: words, width: 16, depth: 0, heads: 2}";
    try (Run run = tweedie.create(first, config(words, "train.steps=1"))) {
      run.train(RunListener.silent());
    }
    String from = "train.from='" + first + "'";
    try (Run run = tweedie.create(folder.resolve("second-words"), config(words, from))) {
      assertThat(run.notes()).noneMatch(note -> note.contains("of other words"));
    }
    String bytes = "text-encoder={type: bytes, width: 16, depth: 0, heads: 2}";
    try (Run run = tweedie.create(folder.resolve("third-words"), config(bytes, from))) {
      assertThat(run.notes()).anyMatch(note -> note.contains("of other words, and drawn anew"));
    }
  }

  @Test
  void whatTheNetworkIsNotToldOrCannotReadIsRefusedInWords() throws IOException {
    try (Run run = open()) {
      assertThatThrownBy(() -> run.sample(eight().ofCaptions(List.of("a much longer caption"))))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "The caption 'a much longer caption' has 21 tokens, and the longest that the network"
                  + " was trained on has 13.");
      assertThatThrownBy(() -> run.sample(eight().ofNumbers(Map.of("slant", 1.0))))
          .isInstanceOf(RunException.class)
          .hasMessage("There is no number 'slant'. Numbers that the model knows: tilt, age");
      assertThatThrownBy(
              () -> run.sample(eight().ofNumbers(Map.of("tilt", Double.NaN, "age", 1.0))))
          .isInstanceOf(RunException.class)
          .hasMessage("The number 'tilt' is NaN, and the network is told finite ones.");
      assertThatThrownBy(() -> run.sample(eight().ofNumbers(Map.of("tilt", 1.0))))
          .isInstanceOf(RunException.class)
          .hasMessage("The model was told the numbers tilt, age together; please give age too.");
      Path large = folder.resolve("large.png");
      ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY), "png", large.toFile());
      assertThatThrownBy(() -> run.sample(eight().ofImages(List.of(large))))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "The image has 4x4x1, and the model goes by images of 2x2x1 (height, width, channels).");
      assertThatThrownBy(() -> run.sample(eight().ofClass(1)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("no class");
    }
  }

  @Test
  void aRunThatIsToldNothingTakesNoCaption() throws IOException {
    Path plain = folder.resolve("plain");
    RunConfig config =
        ConfigReader.read(
            "plain.yaml",
            CONFIG.replaceAll("(?m)^text-encoder.*\n", ""),
            List.of("train.steps=1", "train.number-dropout=1", "train.image-dropout=1"),
            tweedie.components());
    try (Run run = tweedie.create(plain, config)) {
      assertThat(run.assembly().told()).isEmpty();
      run.train(RunListener.silent());
      assertThat(plain.resolve("conditions.json")).doesNotExist();
      assertThatThrownBy(() -> run.sample(eight().ofCaptions(List.of("a dark square"))))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "The model was trained without captions, so it cannot be asked for samples by them."
                  + " It was told nothing.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: {type: told, captions: false} | these data have none",
        "network: {type: integer, channels: 8, blocks: 1} | takes no captions",
        "train: {caption-dropout: 1} | hides every caption",
        "objective: {type: flow-matching, coupling: optimal-transport} | pairs noise with examples",
        "augmentation: flip | would no longer be of one another",
        "guidance: {type: classifier-free, class-scale: 2} | not told: leave class-scale out",
        "guidance: {type: classifier-free, scale: 1, image-scale: 2}\\ntrain: {image-dropout: 0} | at scale 2.0 of the image",
        "data: {type: told, odd: a zebra}\\ntext-encoder: {type: words, width: 16, depth: 0, heads: 2} | A caption of the held-out examples cannot be written",
        "guidance: classifier-free\\ntrain: {image-dropout: 0} | train with train.image-dropout: 0.1",
        "sample: {captions: [a much longer caption]} | has 21 tokens",
        "sample: {image-noise: 0.1} | the network learns to go by none",
        "train: {image-noise: 0.2}\\nsample: {image-noise: 0.3} | the network learns those up to 0.2",
        "train: {image-noise: 0.2, image-dropout: 1} | the network is shown no such images",
      })
  void whatDoesNotGoTogetherIsToldBeforeTraining(String settings, String words) {
    String layered =
        CONFIG
                .lines()
                .filter(
                    line ->
                        settings
                            .replace("\\n", "\n")
                            .lines()
                            .noneMatch(
                                change ->
                                    line.startsWith(change.substring(0, change.indexOf(':') + 1))))
                .reduce("", (text, line) -> text + line + "\n")
            + settings.replace("\\n", "\n")
            + "\n";
    assertThatThrownBy(
            () ->
                tweedie
                    .create(
                        folder.resolve("refused"),
                        ConfigReader.read("told.yaml", layered, List.of(), tweedie.components()))
                    .close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }
}
