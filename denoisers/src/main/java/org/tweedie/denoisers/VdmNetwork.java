package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The network of Kingma et al., "Variational Diffusion Models" (arXiv 2107.00630, appendix B): a
 * {@link UNet} that never changes the resolution, since the bits of a likelihood are in the finest
 * detail, with Fourier features of the latents and an output that starts as {@code eps^ = z}.
 *
 * <p>Adding the latents suits a network that predicts noise, which is most of a latent at most
 * times, and under a sign one that predicts the score, whose output is {@code -eps}. A signal or a
 * velocity is neither z nor its opposite, so nothing is added to these, nor under a
 * preconditioning, which adds the latents itself.
 *
 * <p>For images. Full resolution costs: a block takes four times what it takes at half of it, and
 * attention is between all pixels of an image, of which 28x28 have 614,656 pairs. Immutable; may be
 * added to several graphs.
 */
@Description("network of Variational Diffusion Models: full resolution throughout, for likelihoods")
public final class VdmNetwork implements DenoiserNetwork {

  /** How large the network is. */
  public record Options(
      @Description("channels; even, and a multiple of groups")
          @Default("32")
          @Positive
          @Max(1_000_000)
          int channels,
      @Description("residual blocks on the way in; there is one more on the way out")
          @Default("4")
          @Positive
          @Max(1000)
          int blocks,
      @Description("self-attention after every block, and not in the middle alone")
          @Default("false")
          boolean attention,
      @Description("heads of each self-attention") @Default("1") @Positive int attentionHeads,
      @Description("groups of channels that are normalised together") @Default("8") @Positive
          int groups,
      @Description("rate of dropout in each residual block")
          @Default("0")
          @PositiveOrZero
          @DecimalMax(value = "1", inclusive = false)
          double dropout,
      @Description("show the network sines and cosines that turn with the data's levels")
          @Default("true")
          boolean fourier,
      @Description(
              "add the latents to a predicted noise, so that training starts from eps^ = z; does"
                  + " nothing for a signal, a velocity, or under a preconditioning")
          @Default("true")
          boolean residual,
      @Description(
              "how captions are told, where there are any: by attention to them in the middle and where"
                  + " there is self-attention, by their mean beside the noise level, or both")
          @Default("both")
          CaptionUse caption) {}

  private final UNet blocks;
  private final int added;

  /**
   * The network for some data, a prediction and a preconditioning.
   *
   * @throws IllegalArgumentException if the data are not images, or the options do not fit them or
   *     one another
   */
  @Inject
  public VdmNetwork(
      Options options, DataDescription data, Objective objective, Preconditioning preconditioning) {
    Fit.refuseIf(
        !data.shape().isImage(),
        "The network vdm is for images of height x width x channels, and the data have the shape"
            + " %s. For points, take the network mlp.",
        data.shape());
    int height = data.shape().dimensions().get(0);
    this.blocks =
        new UNet(
            new UNet.Options(
                1,
                options.channels(),
                List.of(1),
                options.blocks(),
                options.attention() ? List.of(height) : List.of(),
                options.attentionHeads(),
                options.groups(),
                options.dropout(),
                options.fourier(),
                options.caption(),
                false),
            data);
    boolean adds = options.residual() && preconditioning instanceof NoPreconditioning;
    this.added = adds ? sign(objective.predicts()) : 0;
  }

  private static int sign(Parameterization predicts) {
    return switch (predicts) {
      case NOISE -> 1;
      case SCORE -> -1;
      case SIGNAL, VELOCITY, FLOW -> 0;
    };
  }

  @Override
  public Set<ConditionPart> takes() {
    return blocks.takes();
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    Operand<TFloat32> raw = blocks.output(graph, input);
    if (added == 0) {
      return raw;
    }
    Ops tf = graph.tf();
    Operand<TFloat32> z = added > 0 ? input.z() : tf.math.neg(input.z());
    return tf.math.add(raw, Layers.first(tf, z, input.outputs()));
  }
}
