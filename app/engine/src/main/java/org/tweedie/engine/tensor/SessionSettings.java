package org.tweedie.engine.tensor;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tweedie.engine.kernel.FusedOperations;
import org.tweedie.engine.kernel.Gpu;
import org.tweedie.laws.graph.TensorFlowLog;

/**
 * How TensorFlow runs a graph. Results are equal bit for bit between runs with equal settings, and
 * differ between settings, so they belong to a run's provenance.
 *
 * @param threads how many threads a graph may use; the first session of a JVM settles it for all. 0
 *     leaves it to TensorFlow
 * @param bfloat16 whether convolutions and matrix products run in bfloat16, with sums and all else
 *     in float32
 * @param optimized whether the graph is rewritten to run faster, which takes seconds before the
 *     first step
 * @param fused whether networks take operations of the program's own, such as normalisation, where
 *     there are any
 * @param parts into how many parts the network's batch is cut, which are calculated side by side,
 *     each by its share of the threads
 */
public record SessionSettings(
    int threads, boolean bfloat16, boolean optimized, boolean fused, int parts) {

  /** Float32, all cores, optimized, in TensorFlow's own operations. */
  public static final SessionSettings DEFAULT = new SessionSettings(0, false, true);

  /** In TensorFlow's own operations, and the batch in one. */
  public SessionSettings(int threads, boolean bfloat16, boolean optimized) {
    this(threads, bfloat16, optimized, false, 1);
  }

  /** The same in float32: what likelihoods are measured in, whatever a network was trained in. */
  public SessionSettings inFloat32() {
    return new SessionSettings(threads, false, optimized, fused, parts);
  }

  /** The same for a network that is differentiated twice: in TensorFlow's operations, undivided. */
  public SessionSettings twiceDifferentiated() {
    return new SessionSettings(threads, bfloat16, optimized);
  }

  /** The same, by the program's own operations or by TensorFlow's. */
  public SessionSettings withFused(boolean otherwise) {
    return new SessionSettings(threads, bfloat16, optimized, otherwise, parts);
  }

  /** The same for what is not cut into parts. */
  SessionSettings undivided() {
    return new SessionSettings(threads, bfloat16, optimized, fused, 1);
  }

  /** How many threads a graph may use. */
  int cores() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Whether networks do take the program's own operations. */
  public boolean isFused() {
    return fused && FusedOperations.objection().isEmpty();
  }

  /** A session for a graph that predicts, or encodes, or decodes. */
  Session open(Graph graph) {
    return open(graph, rewriting());
  }

  /**
   * A session for training steps. Remapping, which joins biases and activations with what they
   * follow, finds little that a gradient does not need by itself: 36 of 7,000 operations of a
   * U-Net's step, at no gain, in a third of the time that all passes take.
   */
  Session openForSteps(Graph graph) {
    if (isFused()) {
      FusedOperations.rehearse();
    }
    return open(
        graph,
        bfloat16 || Gpu.isBuiltFor()
            ? rewriting()
            : rewriting().setRemapping(RewriterConfig.Toggle.OFF));
  }

  private Session open(Graph graph, RewriterConfig.Builder rewriting) {
    rewriting.setDisableMetaOptimizer(!optimized && !bfloat16);
    if (bfloat16) {
      // What one pass does was measured in float32 alone.
      rewriting.setMetaOptimizerIterations(RewriterConfig.NumIterationsType.DEFAULT_NUM_ITERS);
      rewriting.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    // Parts that each spread an operation over all cores wait for each other: with two on two cores
    // a step of the example 'scenes' takes 0.24 s by one thread each, and 0.37 s by two.
    int ofAnOperation = parts == 1 ? threads : Math.max(1, cores() / parts);
    ConfigProto config =
        ConfigProto.newBuilder()
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriting))
            .setIntraOpParallelismThreads(ofAnOperation)
            .setInterOpParallelismThreads(threads)
            .build();
    TensorFlowLog.quietStart(config);
    return new Session(graph, config);
  }

  /**
   * On a processor, the passes over a graph that find something in a network's step: what is
   * unused, what is there twice, constants, bias and activation of a convolution, and order that
   * nothing asks for. The others change nothing there, not a bit of the results, and take three
   * fifths of the time of all; neither does a second pass. Those of layout and memory are for GPUs.
   */
  private static RewriterConfig.Builder rewriting() {
    RewriterConfig.Builder rewriting =
        RewriterConfig.newBuilder()
            .setMetaOptimizerIterations(RewriterConfig.NumIterationsType.ONE);
    if (Gpu.isBuiltFor()) {
      return rewriting;
    }
    RewriterConfig.Toggle off = RewriterConfig.Toggle.OFF;
    return rewriting
        .setLayoutOptimizer(off)
        .setLoopOptimization(off)
        .setFunctionOptimization(off)
        .setImplementationSelector(off)
        .setScopedAllocatorOptimization(off)
        .setMemoryOptimization(RewriterConfig.MemOptType.NO_MEM_OPT)
        .setDisableTfgOptimizer(true);
  }
}
