package org.tweedie.engine.tensor;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tweedie.laws.graph.TensorFlowLog;

/**
 * How TensorFlow runs a graph. Results are equal bit for bit between runs with equal settings, and
 * differ between settings, so they belong to a run's provenance.
 *
 * @param threads how many threads an operation may use; the first session of a JVM settles it for
 *     all. 0 leaves it to TensorFlow
 * @param bfloat16 whether convolutions and matrix products run in bfloat16, with sums and all else
 *     in float32
 * @param optimized whether the graph is rewritten to run faster, which takes seconds before the
 *     first step
 */
public record SessionSettings(int threads, boolean bfloat16, boolean optimized) {

  /** Float32, all cores, optimized. */
  public static final SessionSettings DEFAULT = new SessionSettings(0, false, true);

  /** The same in float32: what likelihoods are measured in, whatever a network was trained in. */
  public SessionSettings inFloat32() {
    return new SessionSettings(threads, false, optimized);
  }

  Session open(Graph graph) {
    RewriterConfig.Builder rewriting =
        RewriterConfig.newBuilder().setDisableMetaOptimizer(!optimized && !bfloat16);
    if (bfloat16) {
      rewriting.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    ConfigProto config =
        ConfigProto.newBuilder()
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriting))
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads)
            .build();
    TensorFlowLog.quietStart(config);
    return new Session(graph, config);
  }
}
