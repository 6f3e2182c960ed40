package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Residual layers without any notion of space, for points and for small data of any shape, which it
 * flattens. The noise level, the class, numbers and the mean of a caption's features are added
 * inside every layer. It starts by putting out zero.
 *
 * <p>Each layer is {@code h + W2 silu(W1 silu(h) + E e)}, the pre-activation residual unit of He et
 * al. (arXiv 1603.05027) with the embedding e between its two products.
 *
 * <p>Immutable; may be added to several graphs.
 */
@Description("fully connected residual layers, for points and small data")
public final class MlpNetwork implements DenoiserNetwork {

  private static final int WAVES = 32;

  /** How large the network is. */
  public record Options(
      @Description("units of each layer") @Default("128") @Positive int width,
      @Description("residual layers") @Default("3") @Positive @Max(1000) int layers,
      @Description(
              "show the network sines and cosines that turn with the data's levels: better bits")
          @Default("false")
          boolean fourier) {}

  private final Options options;
  private final DataShape shape;
  private final Optional<Levels> fourier;
  private final Embedding embedding;

  /** The network for some data. */
  @Inject
  public MlpNetwork(Options options, DataDescription data) {
    this.options = options;
    this.shape = data.shape();
    this.fourier = FourierFeatures.levels(options.fourier(), data);
    this.embedding = new Embedding(WAVES, options.width(), data.classes().size());
  }

  @Override
  public Set<ConditionPart> takes() {
    return Set.of(ConditionPart.CLASS, ConditionPart.NUMBERS, ConditionPart.CAPTION);
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    Layers layers = new Layers(graph);
    Operand<TFloat32> conditioning = embedding.apply(layers, "embedding", input, true);
    Operand<TFloat32> seen = FourierFeatures.join(layers.tf(), input, fourier);
    int features = fourier.isPresent() && !input.smooth() ? FourierFeatures.TIMES : 1;
    Operand<TFloat32> flat = layers.reshape(seen, -1, features * shape.size());
    Operand<TFloat32> h = layers.dense("in", flat, options.width());
    for (int i = 0; i < options.layers(); i++) {
      h = residual(layers, "layer/" + i, h, conditioning);
    }
    h = layers.zeroDense("out", layers.silu(h), shape.size() * input.outputs());
    return layers.reshape(h, Layers.batchOf(shape, input.outputs()));
  }

  private Operand<TFloat32> residual(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> conditioning) {
    Operand<TFloat32> h = layers.dense(name + "/dense1", layers.silu(x), options.width());
    h = layers.tf().math.add(h, layers.dense(name + "/embedding", conditioning, options.width()));
    h = layers.dense(name + "/dense2", layers.silu(h), options.width());
    return layers.tf().math.add(x, h);
  }
}
