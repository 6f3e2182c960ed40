package org.tweedie.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.sampling.Sampling;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A trained run in each of the formats. */
class RunExportTest {

  @TempDir private static Path folder;

  private static Tweedie tweedie;
  private static Run run;

  private static final String OPTIMIZE = "tweedie.optimize";

  private static String optimize;

  @BeforeAll
  static void train() throws IOException {
    optimize = System.getProperty(OPTIMIZE, "true");
    // Graphs as they are start sooner.
    System.setProperty(OPTIMIZE, "false");
    tweedie = Tweedie.load();
    RunConfig config =
        tweedie
            .example("digits")
            .with(
                "network",
                Map.of(
                    "type", "unet",
                    "channels", 8,
                    "groups", 4,
                    "channel-multipliers", List.of(1, 2),
                    "blocks", 1))
            .with("optimizer", Map.of("type", "adam"))
            .with("train.learning-rate", 0.01)
            .with("train.steps", 20)
            .with("train.batch", 16)
            .with("train.sample-every", 0)
            .with("sample.weights", "plain")
            .with("sampler", Map.of("type", "ddim", "steps", 20));
    try (Run begun = tweedie.create(folder.resolve("run"), config)) {
      begun.train(RunListener.silent());
    }
    run = tweedie.open(folder.resolve("run"), it -> it);
  }

  @AfterAll
  static void close() {
    run.close();
    tweedie.close();
    System.setProperty(OPTIMIZE, optimize);
  }

  private static Path export(ExportFormat format) throws IOException {
    Path into = run.export().folder(format);
    if (!Files.exists(into)) {
      assertThat(run.export().write(format, into).files()).containsExactly(into);
    }
    return into;
  }

  @Test
  void aWholeChainOfOnnxEndsWhereTensorFlowsDoes() throws IOException {
    Path file = export(ExportFormat.ONNX).resolve("model.onnx");
    Assembly parts = run.assembly();
    DiffusionModel model = run.export().run().inspectedDiffusion();
    try (OnnxModel onnx = new OnnxModel(Files.readAllBytes(file), parts.data(), model.schedule())) {
      Sampling sampling = new Sampling(parts.sampler(), parts.guidance(), 8, 3);
      Condition classes = Condition.labels(new int[] {0, 1, 2, 3, 4, 5, 6, 7});
      Batch expected = sampling.draw(model, parts.data().shape(), classes, done -> {});
      Batch found = sampling.draw(onnx, parts.data().shape(), classes, done -> {});
      double apart = OnnxModel.difference(found, expected);
      System.out.printf("DDIM of 20 steps in ONNX Runtime is %.2g off%n", apart);
      assertThat(apart).isLessThan(1e-3);
      Batch latents = new SeededNoise(1, 0, 8, parts.data().shape()).draw(0);
      double[] times = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.95};
      assertThat(
              OnnxModel.difference(
                  onnx.views(latents, times, classes).get("noise"),
                  model.predict(latents, times, classes).noise()))
          .isLessThan(1e-5);
    }
  }

  @Test
  void tensorFlowLoadsTheSavedModelByItsSignature() throws IOException {
    Path into = export(ExportFormat.SAVEDMODEL);
    Assembly parts = run.assembly();
    DiffusionModel model = run.export().run().inspectedDiffusion();
    Batch latents = new SeededNoise(1, 0, 2, parts.data().shape()).draw(0);
    double[] times = {0.2, 0.7};
    Condition classes = Condition.labels(new int[] {3, Condition.NONE});
    float[] logSnrs = {
      (float) model.schedule().logSnr(times[0]), (float) model.schedule().logSnr(times[1])
    };
    try (SavedModelBundle bundle = SavedModelBundle.load(into.toString(), "serve");
        Tensor z = TFloat32.tensorOf(Shape.of(2, 8, 8, 1), DataBuffers.of(latents.values()));
        Tensor logSnr = TFloat32.tensorOf(Shape.of(2), DataBuffers.of(logSnrs));
        Tensor label = TInt32.tensorOf(Shape.of(2), DataBuffers.of(3, 10));
        Result result =
            bundle
                .function("serving_default")
                .call(Map.of("latents", z, "log_snr", logSnr, "condition", label))) {
      float[] noise = new float[2 * 64];
      ((TFloat32) result.get("noise").orElseThrow()).asRawTensor().data().asFloats().read(noise);
      assertThat(
              OnnxModel.difference(
                  Batch.of(parts.data().shape(), noise),
                  model.predict(latents, times, classes).noise()))
          .isLessThan(1e-5);
      assertThat(bundle.function("serving_default").signature().outputNames())
          .containsExactlyInAnyOrder("signal", "noise", "score", "velocity");
    }
  }

  @Test
  void safetensorsHoldTheChosenWeights() throws IOException {
    Safetensors read =
        Safetensors.read(export(ExportFormat.SAFETENSORS).resolve("model.safetensors"));
    assertThat(read.tensors().values().stream().mapToLong(it -> it.values().length).sum())
        .isEqualTo(run.parameters());
    Safetensors checkpoint = Safetensors.read(run.checkpoint());
    assertThat(read.tensors())
        .allSatisfy((name, tensor) -> assertThat(tensor).isEqualTo(checkpoint.tensors().get(name)));
    assertThat(read.metadata())
        .containsEntry("tweedie.step", "20")
        .containsEntry("tweedie.weights", "plain");
  }

  @Test
  void theCardSaysWhatGoesInAndOutAndHowTheScheduleRuns() throws IOException {
    Path into = export(ExportFormat.ONNX);
    JsonNode card = JsonMapper.shared().readTree(into.resolve("model.json").toFile());
    assertThat(card.get("inputs").findValuesAsString("name"))
        .containsExactly("latents", "log_snr", "condition");
    assertThat(card.get("inputs").get(0).get("shape").toString()).isEqualTo("[\"batch\",8,8,1]");
    assertThat(card.get("levels").asInt()).isEqualTo(17);
    assertThat(card.get("schedule").get("alpha").size()).isEqualTo(1001);
    assertThat(card.get("schedule").get("log_snr").get(500).asDouble())
        .isEqualTo((float) run.assembly().schedule().logSnr(0.5));
    assertThat(into.resolve("config.yaml"))
        .hasSameTextualContentAs(run.path().resolve("config.yaml"));
  }

  @Test
  void aNetworkThatDiffusersHasNotIsRefused() {
    Path into = folder.resolve("none");
    assertThatThrownBy(() -> run.export().write(ExportFormat.DIFFUSERS, into))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "The network 'unet' is none that diffusers has. Train one that it has (network:"
                + " diffusers-unet), or take another format: onnx and savedmodel hold any"
                + " network's graph.");
    assertThat(into).doesNotExist();
  }

  @Test
  void aFolderWithFilesIsLeftAsItIs() throws IOException {
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken);
    Files.writeString(taken.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> run.export().write(ExportFormat.ONNX, taken))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "There are files in '%s' already. Name another folder, or empty this one.", taken);
    Path file = taken.resolve("mine.txt");
    assertThatThrownBy(() -> run.export().write(ExportFormat.ONNX, file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is a file");
    assertThat(taken).isDirectoryContaining(file::equals);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    run.export().write(ExportFormat.SAFETENSORS, empty);
    assertThat(empty.resolve("model.safetensors")).exists();
  }

  @Test
  void aChainOfLatentsIsWeightsAlone() throws IOException {
    Path vae = folder.resolve("vae");
    RunConfig config =
        tweedie
            .example("digits-vae")
            .with("train.steps", 1)
            .with("train.sample-every", 0)
            .with("train.evaluate-every", 0)
            .with("encoder.width", 10)
            .with("decoder.width", 10);
    try (Run begun = tweedie.create(vae, config)) {
      begun.train(RunListener.silent());
      assertThatThrownBy(() -> begun.export().write(ExportFormat.ONNX, folder.resolve("no")))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("a chain of latents");
      assertThat(folder.resolve("no")).doesNotExist();
      begun.export().write(ExportFormat.SAFETENSORS, folder.resolve("yes"));
      assertThat(folder.resolve("yes/model.json")).content().contains("\"latents\"");
    }
  }
}
