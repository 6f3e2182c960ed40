package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.study.Plan;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyConfig;
import org.tweedie.study.design.StudyReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Guidance of a trained run: in lists, by another run, by a classifier, by an image. */
class GuidanceIT {

  private static final String KNOWN = "type: replacement, known: smaller, image: 4x4.png";
  private static final String TWO_SCALES = "classifier-free, {type: autoguidance, run: RUN}";

  @TempDir static Path folder;
  private static String trained;

  @BeforeAll
  static void trainAClassifierOfARunsData() throws IOException {
    // A perceptron's graph is there in a moment, and each command builds its own.
    run(digits("run", 150, "0.1"));
    for (String size : List.of("8x8", "4x4", "3x5")) {
      int height = size.charAt(0) - '0';
      int width = size.charAt(2) - '0';
      draw(size + ".png", height, width, (y, x) -> 40 * y + 20 * x);
      draw(size + "-top.png", height, width, (y, x) -> y < height / 2 ? 255 : 0);
      draw(size + "-black.png", height, width, (y, x) -> 0);
    }
    trained =
        run(
            "train-classifier",
            path("run/config.yaml"),
            "--run",
            path("classifier"),
            "--set",
            "network={type: mlp, width: 64, layers: 1}",
            "--set",
            "train={steps: 250, learning-rate: 3e-3, batch: 32}",
            "--set",
            "evaluate.examples=100");
  }

  @Test
  void classifierIsMeasuredByNoiseLevelAndKeptWithItsProvenance() throws IOException {
    assertThat(Runs.files(folder.resolve("classifier")))
        .contains("config.yaml", "provenance.json", "metrics.jsonl", "classifier.png");
    assertThat(trained).contains("Accuracy and cross-entropy", "log SNR", "guessing: 10.0%");
    JsonNode report =
        JsonMapper.shared()
            .readTree(Files.readString(folder.resolve("classifier/classifier.json")));
    JsonNode levels = report.get("levels");
    assertThat(levels.size()).isEqualTo(13);
    assertThat(levels.get(0).get("accuracy").asDouble()).as("hardly any noise").isGreaterThan(0.4);
    assertThat(levels.get(12).get("accuracy").asDouble()).as("noise alone").isLessThan(0.3);
    assertThat(levels.get(0).get("cross_entropy_nats").asDouble())
        .isLessThan(levels.get(12).get("cross_entropy_nats").asDouble());
    assertThat(ImageIO.read(folder.resolve("classifier/classifier.png").toFile()).getWidth())
        .isEqualTo(640);
  }

  @Test
  void classifierThatGoesOnIsTheOneThatNeverStopped() throws IOException {
    String[] base = {
      "train-classifier", path("classifier/config.yaml"), "--set", "evaluate.examples=20"
    };
    run(with(base, "--run", path("whole-run"), "--set", "train.steps=12"));
    run(with(base, "--run", path("part"), "--set", "train.steps=5"));
    run("train-classifier", "--resume", "--run", path("part"), "--set", "train.steps=12");
    String file = "checkpoints/step-00000012.safetensors";
    assertThat(folder.resolve("part").resolve(file))
        .hasSameBinaryContentAs(folder.resolve("whole-run").resolve(file));
  }

  /** A small run; each label is hidden from so many of its steps. */
  private static String[] digits(String name, int steps, String labelDropout) {
    return Runs.digits(
        steps,
        "--run",
        path(name),
        "--set",
        "network={type: mlp, width: 64, layers: 2}",
        "--set",
        "times=low-discrepancy",
        "--set",
        "train={learning-rate: 4e-3, ema: 0.9, warmup: 20, label-dropout: " + labelDropout + "}");
  }

  private static String[] with(String[] base, String... more) {
    List<String> all = new ArrayList<>(List.of(base));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void classifierGuidesAModelThatIsToldNoClass() {
    String classifier = "guidance={type: classifier, run: '" + path("classifier") + "', scale: ";
    sample("by-classifier", classifier + "5}");
    sample("by-none", classifier + "0}");
    run("sample", path("run"), "--count", "6", "--unconditional", "--out", path("plain"));
    assertThat(images("by-none"))
        .as("scale 0 is the unconditional model")
        .isEqualTo(images("plain"));
    assertThat(images("by-classifier")).isNotEqualTo(images("plain"));
  }

  /** As Dhariwal and Nichol guide an unconditional model. */
  @Test
  void classifierBringsClassesToAModelThatSawNone() {
    run(with(digits("unlabelled", 20, "1"), "--set", "guidance=none"));
    String[] sample = {"sample", path("unlabelled"), "--count", "4", "--class", "3", "--set"};
    String classifier = "guidance={type: classifier, run: '" + path("classifier") + "', scale: ";
    run(with(sample, classifier + "4}", "--out", path("brought")));
    run(with(sample, classifier + "0}", "--out", path("unbrought")));
    assertThat(images("brought")).hasSize(4).isNotEqualTo(images("unbrought"));
    assertThat(
            Session.shared()
                .run(with(sample, "guidance=none", "--out", path("never")))
                .endedWith(2)
                .err())
        .contains("trained with every label hidden");
  }

  @Test
  void guidanceByANetworkAndAnImageIsVerifiedOnTheDataItIsFor() throws IOException {
    Path config = folder.resolve("verified.yaml");
    Files.writeString(
        config,
        """
        data: digits
        network: {type: mlp, width: 8, layers: 1}
        sampler: {type: ddim, steps: 3}
        guidance:
          - {type: classifier, run: classifier}
          - {type: reconstruction, image: 8x8.png, mask: 8x8-top.png}
        """);
    assertThat(run("verify", config.toString()))
        .contains("it guides without a condition", "8x8x1", "0 fail");
  }

  @Test
  void guidanceByANetworkMayRoundByItsBatchAndByNoneMayNot() throws IOException {
    assertThat(verifiedAlone("{type: autoguidance, run: '" + path("run") + "'}"))
        .contains("1e-5 of its largest");
    assertThat(verifiedAlone("{type: classifier, run: '" + path("classifier") + "'}"))
        .contains("1e-5 of its largest");
    assertThat(verifiedAlone("{type: classifier-free, scale: 3}")).isEqualTo("1e-6");
  }

  private static String verifiedAlone(String guidance) throws IOException {
    String json =
        run(
            "verify",
            path("run/config.yaml"),
            "--json",
            "--set",
            "network={type: mlp, width: 8, layers: 1}",
            "--set",
            "sampler={type: ddim, steps: 3}",
            "--set",
            "guidance=" + guidance);
    for (JsonNode finding : JsonMapper.shared().readTree(json)) {
      if (finding.get("identity").asString().contains("alone as among others")) {
        assertThat(finding.get("verdict").asString()).as(guidance).isEqualTo("holds");
        return finding.get("tolerance").asString();
      }
    }
    throw new AssertionError("not looked at: " + guidance);
  }

  @Test
  void samplesAreScoredOnTheClassifierThatTheReportNames() throws IOException {
    String[] score = {"score", path("run"), "--count", "40", "--features", path("classifier")};
    String named = "log probabilities by the classifier of " + path("classifier") + ", step 250";
    assertThat(run(score)).contains(named + ", 10 numbers an example");
    assertThat(run(with(score, "--over", "guidance.scale=0,3", "--out", path("trade.svg"))))
        .contains(named, "guidance.scale", "data themselves", "trade.csv");
    assertThat(folder.resolve("trade.svg")).content().contains("<svg");
    assertThat(Files.readAllLines(folder.resolve("trade.csv")))
        .hasSize(1 + 2 * 6)
        .startsWith("guidance.scale,evaluations,measure,score,standard_error,data_itself,seeds")
        .anyMatch(
            line -> line.matches("3,[0-9.]+,precision_by_classifier,[0-9.]+,[0-9.]+,[0-9.]+,1"));
  }

  /** Other weights or another image under the same name make another trial. */
  @Test
  void trialsOfAStudyAreOthersWhenWhatTheirGuidanceReadsHasChanged() throws IOException {
    FolderContents.copy(folder.resolve("run"), folder.resolve("weak"));
    draw("known.png", 8, 8, (y, x) -> 10 * y);
    String byRun = plannedId("{type: autoguidance, run: '" + path("weak") + "'}");
    String image =
        "{type: reconstruction, image: '%s', mask: '%s'}"
            .formatted(path("known.png"), path("8x8-top.png"));
    String byImage = plannedId(image);
    assertThat(plannedId(image)).as("nothing has changed").isEqualTo(byImage);

    draw("known.png", 8, 8, (y, x) -> 10 * y + 1);
    assertThat(plannedId(image)).isNotEqualTo(byImage);
    List<Path> checkpoints = Runs.checkpoints(folder.resolve("weak"));
    Path newest = checkpoints.get(checkpoints.size() - 1);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 4] ^= 1;
    Files.write(newest, bytes);
    assertThat(plannedId("{type: autoguidance, run: '" + path("weak") + "'}"))
        .as("the last weight differs in its last bit")
        .isNotEqualTo(byRun);
  }

  private static String plannedId(String guidance) {
    Registry registry = new PluginLoader().load(List.of()).registry();
    String study =
        """
        base:
          data: digits
          schedule: {type: linear, gamma-min: -9}
          network: {type: mlp, width: 8, layers: 1}
          guidance: %s
        axes: {sampler: [ddim]}
        """
            .formatted(guidance);
    StudyConfig read =
        StudyReader.read("s.yaml", study, StudyArguments.NONE, any -> Optional.empty(), registry);
    return Plan.of(read, registry).trials().get(0).id();
  }

  @Test
  void guidanceOfAListIsAppliedInOrder() {
    sample("free", "guidance={type: classifier-free, scale: 3}");
    sample("conditional", "guidance=none");
    sample(
        "whole",
        "guidance=[{type: classifier-free, scale: 3}, {type: interval, low: 0, high: 1e14}]");
    sample(
        "empty", "guidance=[{type: classifier-free, scale: 3}, {type: interval, low: 1, high: 1}]");
    sample(
        "rescaled",
        "guidance=[{type: classifier-free, scale: 3}, {type: dynamic}, {type: rescale, factor: 1}]");
    assertThat(images("whole")).isEqualTo(images("free")).isNotEqualTo(images("conditional"));
    assertThat(images("empty")).isEqualTo(images("conditional"));
    assertThat(images("rescaled")).isNotEqualTo(images("free"));
  }

  @Test
  void autoguidanceAwayFromTheSameModelIsThatModel() {
    sample("itself", "guidance={type: autoguidance, run: '" + path("run") + "', scale: 3}");
    sample("alone", "guidance=none");
    assertThat(images("itself")).isEqualTo(images("alone"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"replacement", "reconstruction"})
  void inpaintingKeepsWhatIsKnownAndPaintsTheRest(String method) throws IOException {
    String out = "inpaint-" + method;
    List<String> arguments =
        new ArrayList<>(
            List.of("inpaint", path("run"), path("8x8.png"), "--mask", path("8x8-top.png")));
    arguments.addAll(List.of("--count", "3", "--out", path(out), "--method", method));
    arguments.addAll(
        method.equals("replacement")
            ? List.of("--option", "repeats=2", "--option", "jump=3")
            : List.of("--option", "noise=0.01", "--set", "sampler.steps=30"));
    assertThat(run(arguments.toArray(String[]::new)))
        .contains("before-after.png", "Samples differ from what is known by 0.0");
    BufferedImage known = ImageIO.read(folder.resolve("8x8.png").toFile());
    List<Integer> painted = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      BufferedImage sample =
          ImageIO.read(folder.resolve(out).resolve("images/0000" + i + ".png").toFile());
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 8; x++) {
          assertThat(sample.getRaster().getSample(x, y, 0))
              .as("known pixel %s, %s of sample %s, to one or two of 17 levels", x, y, i)
              .isCloseTo(known.getRaster().getSample(x, y, 0), within(24));
        }
      }
      painted.add(Arrays.hashCode(sample.getRaster().getSamples(0, 4, 8, 4, 0, (int[]) null)));
    }
    assertThat(painted).as("each sample is painted in its own way").doesNotHaveDuplicates();
    assertThat(ImageIO.read(folder.resolve(out).resolve("before-after.png").toFile()).getHeight())
        .as("two rows of pictures")
        .isGreaterThan(2 * 60);
  }

  /**
   * Models that were trained for it: no guidance is named, and one draws what the other goes by.
   */
  @Test
  void modelsThatGoByImagesNeedNoGuidance() throws IOException {
    Files.createDirectories(folder.resolve("pictures"));
    for (int i = 0; i < 20; i++) {
      int grey = 10 * i;
      draw("pictures/" + i + ".png", 8, 8, (y, x) -> grey + 4 * y + x);
    }
    run(pictures("small", "4"));
    run(with(pictures("enlarger", "8"), "--set", "image-condition=upscaling"));
    run(with(pictures("painter", "8"), "--set", "image-condition=inpainting"));
    String[] upscale = {"upscale", path("enlarger"), path("4x4.png"), "--count", "2", "--out"};
    String went = "the model was trained to go by such an image";
    assertThat(run(with(upscale, path("enlarged")))).contains(went);
    assertThat(run(with(upscale, path("pulled"), "--method", "replacement"))).contains(went);
    assertThat(images("enlarged")).hasSize(2).isNotEqualTo(images("pulled"));
    String[] inpaint = {"inpaint", path("painter"), path("8x8.png"), "--mask", path("8x8-top.png")};
    assertThat(run(with(inpaint, "--count", "2", "--out", path("painted")))).contains(went);
    // A painter makes nothing larger by itself, so guidance does.
    assertThat(run("upscale", path("painter"), path("4x4.png"), "--out", path("by-guidance")))
        .contains("Samples differ from what is known")
        .doesNotContain(went);
    String[] cascade = {
      "sample", path("small"), "--then", path("enlarger"), "--count", "3", "--seed", "5", "--out"
    };
    run(with(cascade, path("cascade")));
    run(with(cascade, path("noisy-cascade"), "--image-noise", "0.2"));
    // What noise does to images that are gone by, the engine's tests say.
    assertThat(images("cascade")).hasSize(3);
    assertThat(images("noisy-cascade")).hasSize(3);
    BufferedImage large = ImageIO.read(folder.resolve("cascade/images/00000.png").toFile());
    assertThat(large.getWidth()).isEqualTo(8);
    assertThat(
            Session.shared()
                .run(with(cascade, path("too-noisy"), "--image-noise", "0.5"))
                .endedWith(2)
                .err())
        .contains("sample.image-noise", "the network learns those up to 0.3");
    assertThat(
            Session.shared()
                .run("upscale", path("enlarger"), path("3x5.png"), "--out", path("odd"))
                .endedWith(2)
                .err())
        .contains("3x5.png has 3x5x1, and the model goes by images of 4x4x1");
  }

  private static String[] pictures(String name, String size) {
    String noise = name.equals("enlarger") ? ", image-noise: 0.3" : "";
    return Runs.digits(
        2,
        "--run",
        path(name),
        "--set",
        "data={type: image-folder, folder: '"
            + path("pictures")
            + "', grey: true, size: "
            + size
            + "}",
        "--set",
        "network={type: unet, channels: 8, groups: 4, channel-multipliers: [1], blocks: 1, attention: []}",
        "--set",
        "train={batch: 4" + noise + "}",
        "--set",
        "guidance=none");
  }

  @Test
  void upscalingKeepsTheMeansOfTheBlocks() throws IOException {
    run(
        "upscale",
        path("run"),
        path("4x4.png"),
        "--count",
        "2",
        "--class",
        "3",
        "--option",
        "repeats=1",
        "--out",
        path("upscaled"));
    BufferedImage small = ImageIO.read(folder.resolve("4x4.png").toFile());
    BufferedImage large = ImageIO.read(folder.resolve("upscaled/images/00001.png").toFile());
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int[] block = large.getRaster().getSamples(2 * x, 2 * y, 2, 2, 0, (int[]) null);
        assertThat(Arrays.stream(block).average().orElseThrow())
            .as("mean of block %s, %s, to what rounding to 17 levels and clamping leave", x, y)
            .isCloseTo(small.getRaster().getSample(x, y, 0), within(40.0));
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedInWords() {
    run(Runs.moons(2, "--run", path("points"), "--set", "schedule={type: linear, gamma-min: -9}"));
    String[][] lines = {
      {"inpaint", "RUN", "8x8.png", "--mask", "8x8-black.png"},
      {"inpaint", "RUN", "8x8.png", "--mask", "4x4-top.png"},
      {"inpaint", "RUN", "4x4.png", "--mask", "8x8-top.png"},
      {"inpaint", "RUN", "nowhere.png", "--mask", "8x8-top.png"},
      {"inpaint", "RUN", "8x8.png", "--mask", "8x8-top.png", "--method", "replacemnt"},
      {"inpaint", "RUN", "8x8.png", "--mask", "8x8-top.png", "--option", "repeat=3"},
      {"inpaint", "RUN", "8x8.png", "--mask", "8x8-top.png", "--class", "eleven"},
      {"upscale", "RUN", "3x5.png"},
      {"upscale", "RUN", "8x8.png"},
      {"sample", "RUN", "--set", "guidance={type: classifier, run: RUN}"},
      {"sample", "RUN", "--set", "guidance={type: classifier, run: nowhere}"},
      {"sample", "RUN", "--set", "guidance={type: autoguidance, run: CLASSIFIER}"},
      {"sample", "RUN", "--set", "guidance={type: autoguidance, run: RUN, checkpoint: 7}"},
      {"sample", "RUN", "--set", "guidance=[{type: interval}, rescale]"},
      {"sample", "RUN", "--set", "guidance=[none, dynamic]"},
      {"sample", "RUN", "--set", "guidance=[]"},
      {"sample", "RUN", "--set", "guidance=[classifier-free, {" + KNOWN + "}, {" + KNOWN + "}]"},
      {"sample", "RUN", "--set", "guidance=[none, none]", "--guidance-scale", "3"},
      {"sample", "RUN", "--set", "guidance=[" + TWO_SCALES + "]", "--guidance-scale", "3"},
      {"sample", "RUN", "--guidance-scale", "-1"},
      {"sample", "RUN", "--set", "guidance={type: classifier, run: POINTS}"},
      {"sample", "RUN", "--set", "guidance={type: autoguidance, run: POINTS}"},
      {"train-classifier", "RUN/config.yaml", "--run", "CLASSIFIER"},
      {"score", "RUN", "--features", "RUN"},
      {"score", "RUN", "--features", "nowhere"},
      {"score", "RUN", "--over", "sampler.steps=few"},
      {"score", "RUN", "--over", "sampler.stps=5,10"},
      {"score", "RUN", "--over", "sampler.steps=0,10"},
    };
    StringBuilder told = new StringBuilder();
    for (String[] line : lines) {
      List<String> located = new ArrayList<>();
      for (String word : line) {
        located.add(
            word.replace("RUN", path("run"))
                .replace("4x4.png}", path("4x4.png") + "}")
                .replace("POINTS", path("points"))
                .replace("CLASSIFIER", path("classifier"))
                .replaceAll("^((\\dx\\d|nowhere)\\S*png)$", path("$1")));
      }
      Program.Ended ended = Session.shared().run(located.toArray(String[]::new)).endedWith(2);
      told.append("$ tweedie ").append(String.join(" ", line)).append("\n");
      told.append(ended.err().replace(folder + java.io.File.separator, "")).append("\n");
    }
    Golden.check("program/guidance", told.toString());
  }

  private interface Grey {
    int at(int y, int x);
  }

  private static void draw(String name, int height, int width, Grey grey) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, Math.min(255, grey.at(y, x)));
      }
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private static void sample(String out, String guidance) {
    run(
        "sample",
        path("run"),
        "--count",
        "6",
        "--class",
        "3",
        "--out",
        path(out),
        "--set",
        guidance);
  }

  private static String run(String... arguments) {
    return Session.shared().run(arguments).succeeded().out();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static Map<String, Integer> images(String out) {
    Map<String, Integer> images = FolderContents.of(folder.resolve(out)).hashes();
    images.keySet().removeIf(file -> !file.startsWith("images/"));
    return images;
  }
}
