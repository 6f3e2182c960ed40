package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.engine.compression.CompressedImages;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.export.ExportFormat;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.ToldPlugin;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;

/** Runs that are told more than classes, where something else is done with them than sampling. */
@Tag("long")
class ToldRunsElsewhereTest {

  private static final String CONFIG =
      """
      data: told
      network: {type: unet, channels: 8, channel-multipliers: [1], blocks: 1, groups: 4}
      text-encoder: {type: bytes, width: 8, depth: 0, heads: 2}
      train: {steps: 1, batch: 4, sample-every: 0, threads: 1}
      sample: {weights: plain}
      evaluate: {weights: plain}
      measures: []
      """;

  @TempDir static Path folder;

  private static Tweedie tweedie;
  private static Path trained;

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load(Fakes.besideBuiltIn(ToldPlugin.class), List.of());
    trained = folder.resolve("run");
    train(trained);
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static RunConfig config(String... overrides) {
    return ConfigReader.read("told.yaml", CONFIG, List.of(overrides), tweedie.components());
  }

  private static void train(Path into, String... overrides) throws IOException {
    try (Run run = tweedie.create(into, config(overrides))) {
      run.train(RunListener.silent());
    }
  }

  private static void compress(Run run, Path file) throws IOException {
    run.codec()
        .compress(
            new Compression("bottom-up", 3, false, 10, OptionalInt.empty(), 4, 4, 1),
            "test",
            4,
            file,
            any -> {},
            RunListener.silent());
  }

  @Test
  void imagesAreCompressedWithoutWhatIsToldOfThem() throws IOException {
    Path file = folder.resolve("told.twd");
    Path out = folder.resolve("out");
    try (Run run = tweedie.open(trained)) {
      compress(run, file);
      run.codec()
          .decompress(
              CompressedImages.read(file),
              Optional.of(out),
              Optional.of("png"),
              RunListener.silent());
    }
    // In another process the run knows of its data what the file says, and what it has kept.
    CompressedImages compressed = CompressedImages.read(file);
    try (Run run = tweedie.open(trained, compressed)) {
      assertThat(run.assembly().told())
          .containsExactly(ConditionPart.NUMBERS, ConditionPart.CAPTION, ConditionPart.IMAGE);
      assertThat(
              run.codec()
                  .decompress(compressed, Optional.empty(), Optional.empty(), RunListener.silent())
                  .text())
          .startsWith("4 examples, as they were");
    }
    try (Stream<Path> images = Files.list(out)) {
      assertThat(images.filter(image -> image.toString().endsWith(".png"))).hasSize(4);
    }
    Path always = folder.resolve("always");
    train(always, "train.caption-dropout=0");
    try (Run run = tweedie.open(always)) {
      assertThatThrownBy(() -> compress(run, file))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "The model was always told the caption in training, and compressed files hold none: it cannot do without. That takes train.caption-dropout above 0.");
    }
  }

  @Test
  void filesWithOneInputForClassesAreRefused() throws IOException {
    try (Run run = tweedie.open(trained)) {
      for (ExportFormat format : ExportFormat.values()) {
        Path into = folder.resolve("export-" + format);
        if (format == ExportFormat.SAFETENSORS) {
          run.export().write(format, into);
          assertThat(into.resolve("model.json")).exists();
        } else {
          assertThatThrownBy(() -> run.export().write(format, into))
              .as("%s", format)
              .isInstanceOf(RunException.class)
              .hasMessageContaining("told more than classes (numbers, caption, image)")
              .hasMessageContaining("Take --format safetensors.");
          assertThat(into).doesNotExist();
        }
      }
    }
  }

  @Test
  void aStudentIsToldWhatItsTeacherIs() throws IOException {
    String objective = "objective={type: progressive-distillation, teacher: '" + trained + "'}";
    String sampler = "sampler={type: ddim, steps: 4}";
    Path student = folder.resolve("student");
    train(student, objective, sampler);
    try (Run run = tweedie.open(student)) {
      assertThat(run.assembly().told())
          .containsExactly(ConditionPart.NUMBERS, ConditionPart.CAPTION, ConditionPart.IMAGE);
      assertThat(run.sample(Samples.count(2).ofCaptions(List.of("a light one"))).count())
          .isEqualTo(2);
    }
    assertThatThrownBy(
            () -> train(folder.resolve("noisy"), objective, sampler, "train.image-noise=0.3"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("learnt to go by images with a share of noise up to 0.0")
        .hasMessageContaining("Please set train.image-noise to 0.0");
    Path always = folder.resolve("always-shown");
    train(always, "train.image-dropout=0");
    assertThatThrownBy(
            () ->
                train(
                    folder.resolve("hiding"),
                    objective.replace(trained.toString(), always.toString()),
                    sampler))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has never seen an example without its image")
        .hasMessageContaining("train.image-dropout to 0");
  }
}
