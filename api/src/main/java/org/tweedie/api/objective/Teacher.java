package org.tweedie.api.objective;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A trained network inside the graph of a training step, with the averaged weights of its run,
 * which stay as they are: no gradient goes through it. It sees the labels of the batch. Where the
 * objective wants it guided ({@link TeacherRun#guidance}), so are its predictions.
 *
 * @see Objective#teacher
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
@FunctionalInterface
public interface Teacher {

  /**
   * What it predicts of the signal, whatever its network puts out.
   *
   * @param latent latents of a batch, shaped like {@link Denoising#latent}
   * @param level their noise levels; may be the data themselves, alpha 1 and sigma 0
   * @return shaped like the latents
   */
  Operand<TFloat32> signal(Operand<TFloat32> latent, GraphLevel level);
}
