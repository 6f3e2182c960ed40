package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.RunListener;

/** Captions and images of real, tiny networks: trained for a few steps, measured, opened again. */
class CaptionedScenesTest {

  @TempDir private static Path folder;

  private static Tweedie tweedie;

  @BeforeAll
  static void load() {
    tweedie = Tweedie.load();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static RunConfig small(RunConfig config) {
    return config
        .with(
            "network",
            Map.of(
                "type",
                "unet",
                "channels",
                8,
                "groups",
                4,
                "channel-multipliers",
                List.of(1, 1),
                "blocks",
                1,
                "attention",
                List.of()))
        .with("train.steps", 2)
        .with("train.batch", 4)
        .with("train.sample-every", 0)
        .with("evaluate.samples", 24)
        .with("sampler.steps", 2);
  }

  private static RunConfig scenes() {
    return small(tweedie.example("scenes"))
        .with("data", Map.of("type", "scenes", "count", 400, "numbers", true))
        .with("text-encoder", Map.of("type", "words", "width", 8))
        .with(
            "measures",
            List.of(Map.of("type", "caption-accuracy", "captions", "unseen"), "number-error"));
  }

  @Test
  void scenesAreAskedForByCaptionsAndReadBack() throws IOException {
    Path path = folder.resolve("scenes");
    try (Run run = tweedie.create(path, scenes())) {
      run.train(RunListener.silent());
      List<Reading> readings = run.measure(RunListener.silent()).readings();
      // Half of the test captions are unseen.
      Reading accuracy = readings.get(0);
      assertThat(accuracy.key()).isEqualTo("caption_accuracy_unseen");
      assertThat(accuracy.examples()).hasSize(12);
      assertThat(accuracy.reference()).isEqualTo(1);
      assertThat(readings.get(readings.size() - 1).key()).isEqualTo("number_read");
      assertThat(readings.get(readings.size() - 1).examples()).hasSize(24);
    }
    // The words are kept with the run.
    try (Run run = tweedie.open(path)) {
      assertThat(run.assembly().conditioning().text().orElseThrow().tokenizer().saved())
          .isEqualTo(
              "a\nabove\nblue\ncircle\ncircles\ngreen\nleft\nof\nred\nsmall\nsquare\nsquares\nthree\ntriangle\ntriangles\ntwo\nyellow");
    }
    assertThatThrownBy(
            () ->
                tweedie
                    .open(path, own -> own.with("sample.captions", List.of("a purple circle")))
                    .close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'purple' (nearest: circle, circles, three)");
  }

  @Test
  void digitsAreMadeOfSmallerOnes() throws IOException {
    RunConfig config =
        small(tweedie.example("digits"))
            .with("image-condition", Map.of("type", "upscaling", "factor", 2))
            .with("augmentation", "flip")
            .with("measures", List.of("frechet"));
    try (Run run = tweedie.create(folder.resolve("upscaling"), config)) {
      run.train(RunListener.silent());
      assertThat(run.data().description().conditionImage()).contains(DataShape.image(4, 4, 1));
      assertThat(run.measure(RunListener.silent()).readings()).hasSize(1);
    }
  }
}
