package org.tweedie.api.schedule;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.NetworkGraph;

/**
 * A variance preserving noise schedule with weights of its own, trained together with the network
 * (Kingma et al., "Variational Diffusion Models", arXiv 2107.00630, section 4 and appendix H).
 */
public interface LearnedSchedule {

  /**
   * Adds the schedule to a graph.
   *
   * @param graph where operations and parameters go
   * @param time times in [0, 1], of shape [B]
   * @return the log SNR at each time, of shape [B], strictly falling in time for every value of the
   *     weights
   */
  Operand<TFloat32> logSnr(NetworkGraph graph, Operand<TFloat32> time);

  /**
   * The schedule for one value of the weights, as plain Java.
   *
   * @param weights the values of the parameters that {@link #logSnr} made, by name, in row-major
   *     order
   */
  NoiseSchedule frozen(Map<String, float[]> weights);
}
