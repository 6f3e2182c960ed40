package org.tweedie.text.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.RunListener;

/** The plugin's folder in the engine: a run with captions, from its config to its samples. */
class OnnxTextPluginIT {

  @TempDir private Path folder;

  private RunConfig config(Tweedie tweedie) {
    return tweedie
        .example("scenes")
        .with("data", Map.of("type", "scenes", "count", 200))
        .with(
            "network",
            Map.of(
                "type",
                "unet",
                "channels",
                8,
                "groups",
                4,
                "attention",
                List.of(),
                "channel-multipliers",
                List.of(1)))
        .with(
            "text-encoder",
            Map.of(
                "type",
                "onnx",
                "model",
                folder.resolve("model.onnx").toString(),
                "tokenizer",
                folder.resolve("tokenizer.json").toString()))
        .with("train.steps", 2)
        .with("train.batch", 4)
        .with("train.sample-every", 0)
        .with("sampler.steps", 2)
        .with("measures", List.of());
  }

  @Test
  void aRunIsToldCaptionsByAnEncoderFromAFile() throws IOException {
    new TinyEncoder(6).write(folder);
    Path run = folder.resolve("run");
    try (Tweedie tweedie =
        Tweedie.load(Path.of(System.getProperty("tweedie.plugins", "target/plugins")))) {
      assertThat(tweedie.problems()).isEmpty();
      try (Run training = tweedie.create(run, config(tweedie))) {
        training.train(RunListener.silent());
      }
      Samples two = Samples.count(2).seed(1);
      try (Run trained = tweedie.open(run)) {
        Batch red = trained.sample(two.ofCaptions(List.of("a red circle")));
        assertThat(red).isEqualTo(trained.sample(two.ofCaptions(List.of("a red circle"))));
      }
      // What an encoder of other programs is, is part of what the run was made with.
      assertThat(Files.readString(run.resolve("provenance.json")))
          .contains("\"text_encoder\"")
          .contains(sha256(folder.resolve("model.onnx")))
          .contains(sha256(folder.resolve("tokenizer.json")));
      Files.write(folder.resolve("model.onnx"), new TinyEncoder(7).model(15, "input_ids"));
      assertThatThrownBy(() -> tweedie.open(run).close())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("it is not the file that the run was trained with");
      Files.delete(folder.resolve("model.onnx"));
      assertThatThrownBy(() -> tweedie.open(run).close())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("there is no such file");
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
