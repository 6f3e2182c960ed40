package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.network.HostNetwork;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.Weights;
import org.tweedie.laws.contract.DifferentiationContract;

/** Gradients of every built-in network, as a run would assemble it, by its latents. */
class NetworksDifferentiationTest {

  private static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();

  static List<String> networks() {
    return REGISTRY.all(Kinds.NETWORK).stream()
        .filter(type -> type.origin().builtIn())
        .map(ComponentType::fullName)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientIsThatOfTheSignalByTheLatents(String network) {
    Assembly parts = assembly(network);
    try (NetworkModel model =
        TrainedModels.withoutWeights(parts, new SessionSettings(0, false, false))) {
      model.load(weights(parts));
      // Networks that round have the gradients of what they round, which no difference tells.
      if (!(parts.network() instanceof HostNetwork)) {
        contract(model, parts).gradientIsThatOfTheSignalByTheLatents();
      }
      contract(model, parts).predictionIsTheOneThatIsMadeWithoutAGradient();
    }
  }

  /** On digits, or on points where the network is not for images. */
  private static Assembly assembly(String network) {
    try {
      return assembly(network, "digits");
    } catch (ConfigException refused) {
      return assembly(network, "points");
    }
  }

  private static Assembly assembly(String network, String data) {
    String config = "data: %s\nnetwork: %s\nguidance: none\n".formatted(data, network);
    return Assembler.assemble(ConfigReader.read("run.yaml", config, List.of(), REGISTRY))
        .assembly();
  }

  /** Every weight is drawn, as a zero last layer would have no gradient. */
  private static Map<String, float[]> weights(Assembly parts) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    Weights.shapes(parts).forEach((name, shape) -> weights.put(name, normal(name, shape)));
    assertThat(weights).isNotEmpty();
    return weights;
  }

  private static float[] normal(String name, Shape shape) {
    int size = Math.toIntExact(shape.size());
    double inputs = shape.numDimensions() < 2 ? 10 : size / (double) shape.get(-1);
    return new SeededNoise(9, 0, 1, DataShape.point(size))
        .draw(name.hashCode())
        .times(0.7 / Math.sqrt(inputs))
        .values();
  }

  private static Check contract(DiffusionModel model, Assembly parts) {
    return new Check(model, parts);
  }

  /** The contract, whose tests are called one by one. */
  private static final class Check extends DifferentiationContract {

    private final DiffusionModel model;
    private final Assembly parts;

    Check(DiffusionModel model, Assembly parts) {
      this.model = model;
      this.parts = parts;
    }

    @Override
    protected DiffusionModel model() {
      return model;
    }

    @Override
    protected DataShape shape() {
      return parts.data().shape();
    }

    @Override
    protected int classes() {
      return parts.data().classes().size();
    }
  }
}
