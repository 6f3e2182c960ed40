package org.tweedie.denoisers;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/** Fully connected layers from a vector of any shape to one of any other. */
public final class DenseMap {

  /** What follows each hidden layer. */
  public enum Activation {
    /** {@code x sigmoid(x)}. */
    SILU,
    /** As in the first autoencoders of this kind. */
    TANH
  }

  /**
   * How large the network is.
   *
   * @param width units of each hidden layer
   * @param layers hidden layers
   * @param activation what follows each
   */
  public record Options(
      @Description("units of each hidden layer") @Default("200") @Positive int width,
      @Description("hidden layers; 0 for a linear map") @Default("2") @PositiveOrZero @Max(1000)
          int layers,
      @Description("what follows each hidden layer") @Default("silu") @NotNull
          Activation activation) {}

  private final Options options;

  DenseMap(Options options) {
    this.options = options;
  }

  Operand<TFloat32> output(NetworkGraph graph, LatentInput input) {
    Layers layers = new Layers(graph);
    Operand<TFloat32> h = layers.reshape(input.x(), -1, input.from().size());
    for (int i = 0; i < options.layers(); i++) {
      h = active(layers, layers.dense("hidden/" + i, h, options.width()));
    }
    h = layers.smallDense("out", h, input.to().size() * input.outputs());
    return layers.reshape(h, Layers.batchOf(input.to(), input.outputs()));
  }

  private Operand<TFloat32> active(Layers layers, Operand<TFloat32> x) {
    return switch (options.activation()) {
      case SILU -> layers.silu(x);
      case TANH -> layers.tf().math.tanh(x);
    };
  }
}
