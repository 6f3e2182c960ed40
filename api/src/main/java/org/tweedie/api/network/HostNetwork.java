package org.tweedie.api.network;

import java.util.Map;
import org.apiguardian.api.API;

/**
 * A network that is evaluated without TensorFlow too, in arithmetic that gives the same bits
 * wherever it runs: on every Java platform and processor, in any number of threads, beside whatever
 * other latents. What such a network compresses is decompressed on any machine, while the bits of a
 * graph hang on TensorFlow's version, threads and processor.
 *
 * <p>Integers have that property, as in networks of 8-bit weights and 32-bit sums (Ballé, Johnston
 * and Minnen, "Integer networks for data compression with latent-variable models", ICLR 2019); so
 * has floating point in Java as long as no function of {@link Math} is called that may be inexact
 * ({@link StrictMath} has them all) and sums have one order.
 *
 * <p>The graph of {@link #output} is the same network for training and for all that needs no such
 * bits. The two agree to a thousandth of the largest output.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface HostNetwork extends DenoiserNetwork {

  /**
   * The network with weights.
   *
   * @param weights the values of the parameters that {@link #output} made, by name, in row-major
   *     order; there may be others
   * @param outputs how many tensors shaped like the latents it is to put out, joined on the last
   *     axis, as in {@link NetworkInput#outputs}
   * @return the network as a function; safe for many threads
   * @throws IllegalArgumentException if a parameter is missing or has another size
   */
  HostFunction onHost(Map<String, float[]> weights, int outputs);
}
