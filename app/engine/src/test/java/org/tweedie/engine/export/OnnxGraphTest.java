package org.tweedie.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.FrozenNetwork;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;

/** What ONNX Runtime makes of translated networks is what TensorFlow makes of them. */
class OnnxGraphTest {

  private static final double[] LOG_SNRS = {-6, -4, -2, 0, 2, 4, 6};

  /** Networks with all that they are made of, and what is made around them. */
  static Stream<Arguments> configs() {
    return Stream.of(
        Arguments.of(
            "digits",
            Map.of(
                "network",
                Map.of(
                    "type",
                    "unet",
                    "channels",
                    8,
                    "groups",
                    4,
                    "channel-multipliers",
                    List.of(1, 2),
                    "blocks",
                    1,
                    "attention",
                    List.of(4),
                    "attention-heads",
                    2,
                    "fourier",
                    true),
                "objective",
                "hybrid"),
            List.of("variance_fraction")),
        Arguments.of(
            "digits",
            Map.of("network", Map.of("type", "vdm", "channels", 8, "groups", 4, "blocks", 1)),
            List.of()),
        Arguments.of(
            "digits",
            Map.of("network", Map.of("type", "transformer", "width", 16, "depth", 1)),
            List.of()),
        Arguments.of(
            "digits",
            Map.of(
                "network",
                Map.of("type", "edm2", "channels", 8, "blocks", 1, "attention", List.of(4))),
            List.of()),
        Arguments.of(
            "digits",
            Map.of("network", Map.of("type", "integer", "channels", 8, "blocks", 1)),
            List.of()),
        Arguments.of("digits", Map.of("network", "linear", "preconditioning", "none"), List.of()),
        Arguments.of(
            "digits",
            Map.of(
                "network",
                Map.of(
                    "type",
                    "diffusers-unet",
                    "channels",
                    List.of(8, 8),
                    "blocks",
                    1,
                    "down-attention",
                    List.of(1))),
            List.of()),
        Arguments.of(
            "digits",
            Map.of(
                "network", Map.of("type", "mlp", "width", 16, "layers", 1),
                "schedule", "edm",
                "preconditioning", "edm",
                "objective", "edm"),
            List.of()),
        Arguments.of(
            "moons",
            Map.of(
                "network",
                Map.of("type", "mlp", "width", 16, "layers", 1),
                "schedule",
                "sub-vp",
                "objective",
                Map.of("type", "simple", "predict", "noise")),
            List.of("alpha")),
        Arguments.of(
            "moons",
            Map.of(
                "network",
                Map.of("type", "mlp", "width", 16, "layers", 1),
                "schedule",
                "rectified-flow",
                "objective",
                "flow-matching"),
            List.of("alpha", "alpha_rate", "sigma_rate", "flow")));
  }

  private static Map<String, float[]> weights(Assembled parts) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    parts
        .parameters()
        .forEach(
            (name, shape) -> {
              double fanIn = (double) shape.size() / shape.get(-1);
              boolean isKernel = name.endsWith("kernel");
              Batch noise =
                  new SeededNoise(name.hashCode(), 0, 1, DataShape.point((int) shape.size()))
                      .draw(0);
              weights.put(name, noise.times(isKernel ? 1 / Math.sqrt(fanIn) : 0.3).values());
            });
    return weights;
  }

  @ParameterizedTest
  @MethodSource("configs")
  void predictsWhatTensorFlowPredicts(
      String example, Map<String, Object> changes, List<String> ports) {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig config = tweedie.example(example);
      for (Map.Entry<String, Object> change : changes.entrySet()) {
        config = config.with(change.getKey(), change.getValue());
      }
      try (Assembled made = Assembler.assemble(config, config.registry())) {
        compare(made, ports);
      }
    }
  }

  private static void compare(Assembled made, List<String> ports) {
    Assembly parts = made.assembly();
    Map<String, float[]> weights = weights(made);
    FrozenNetwork frozen = FrozenNetwork.of(parts, parts.schedule(), weights);
    byte[] file = OnnxGraph.file(frozen, Map.of("tweedie.step", "3")).toByteArray();
    int count = LOG_SNRS.length;
    double[] times = new double[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      times[i] = parts.schedule().timeOf(LOG_SNRS[i]);
      labels[i] = i == 3 || parts.data().classes().isEmpty() ? Condition.NONE : i % 2;
    }
    Condition condition = Condition.labels(labels);
    Batch latents = new SeededNoise(5, 0, count, parts.data().shape()).draw(0);
    SessionSettings settings = new SessionSettings(0, false, false);
    try (NetworkModel model = TrainedModels.withoutWeights(parts, settings);
        OnnxModel onnx = new OnnxModel(file, parts.data(), parts.schedule())) {
      model.load(weights);
      Prediction expected = model.predict(latents, times, condition);
      Map<String, Batch> found = onnx.views(latents, times, condition);
      assertThat(onnx.names()).contains("latents", "log_snr", "signal", "noise").containsAll(ports);
      String given = parts.objective().predicts().name().toLowerCase(Locale.ROOT);
      for (Parameterization view : Parameterization.values()) {
        String name = view.name().toLowerCase(Locale.ROOT);
        if (view == Parameterization.FLOW && !name.equals(given)) {
          continue;
        }
        // Score networks put out sigma times the score, which is minus the noise.
        Batch wanted = view == Parameterization.SCORE ? expected.score() : expected.as(view);
        double tolerance = name.equals(given) ? 1e-5 : 2e-4;
        assertThat(OnnxModel.difference(found.get(name), wanted)).as(name).isLessThan(tolerance);
      }
      expected
          .varianceFraction()
          .ifPresent(
              fraction ->
                  assertThat(OnnxModel.difference(found.get("variance_fraction"), fraction))
                      .isLessThan(1e-5));
      assertThat(Math.abs(expected.noise().values()[0]))
          .as("that there is something to compare")
          .isGreaterThan(1e-3f);
    }
  }
}
