package org.tweedie.api.schedule;

import java.util.Map;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.NetworkGraph;

/**
 * A variance preserving noise schedule with weights of its own, trained together with the network
 * (Kingma et al., "Variational Diffusion Models", arXiv 2107.00630, section 4 and appendix H). The
 * log SNR falls from its {@link #first} value at time 0 to its {@link #last} at time 1 along the
 * curve {@link #fall}:
 *
 * <pre>
 * logSnr(t) = first + share(t) (last - first)
 * </pre>
 *
 * <p>The bound depends on the two ends, so they follow its gradient. It does not depend on the
 * curve between them, which follows the gradient of {@code E[L(t)^2]}, and so makes the variance of
 * the bound's estimator small. Ends and curve therefore must have no parameter in common.
 * Immutable; may be added to several graphs.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface LearnedSchedule {

  /**
   * The curve between the ends, at the times asked for.
   *
   * @param share how much of its fall the log SNR has behind it: 0 at time 0, 1 at time 1, strictly
   *     rising for every value of the weights; of shape [B]
   * @param slope its derivative by time, positive; of shape [B]
   */
  record Fall(Operand<TFloat32> share, Operand<TFloat32> slope) {}

  /** Adds the log SNR at time 0 to a graph: a scalar. */
  Operand<TFloat32> first(NetworkGraph graph);

  /**
   * Adds the log SNR at time 1 to a graph: a scalar, below {@link #first} for every value of the
   * weights.
   */
  Operand<TFloat32> last(NetworkGraph graph);

  /**
   * Adds the curve to a graph.
   *
   * @param graph where operations and parameters go
   * @param time times in [0, 1], of shape [B]
   */
  Fall fall(NetworkGraph graph, Operand<TFloat32> time);

  /**
   * The schedule for one value of the weights, as plain Java.
   *
   * @param weights the values of the parameters that the other methods made, by name, in row-major
   *     order
   */
  NoiseSchedule frozen(Map<String, float[]> weights);
}
