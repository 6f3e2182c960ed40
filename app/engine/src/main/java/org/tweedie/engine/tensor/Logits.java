package org.tweedie.engine.tensor;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkInput;

/**
 * A run's network as a classifier: it is asked for one tensor a class, shaped like the latents, and
 * told no class; the mean of each tensor is that class's logit. So any network is a classifier too,
 * and one that knows the noise level. It is asked to be smooth, since guidance goes by its
 * gradient: that of features which turn hundreds of times between black and white is noise.
 *
 * @param network what it looks like
 * @param data shape and classes
 */
record Logits(DenoiserNetwork network, DataDescription data) {

  /**
   * The log probabilities of the classes, of shape [B, classes].
   *
   * @param z latents
   * @param logSnr the log SNR of each
   */
  Operand<TFloat32> logProbabilities(
      ParameterGraph graph, Operand<TFloat32> z, Operand<TFloat32> logSnr) {
    Ops tf = graph.tf();
    int classes = data.classes().size();
    Operand<TInt32> unknown = tf.fill(tf.shape(logSnr), tf.constant(classes));
    Operand<TFloat32> output =
        SideBySide.output(
            graph,
            network,
            NetworkInput.of(z, logSnr, unknown).withOutputs(classes).withSmoothGradient());
    int last = data.shape().dimensions().get(data.shape().dimensions().size() - 1);
    int places = data.shape().size() / last;
    Operand<TFloat32> each = tf.reshape(output, tf.constant(new int[] {-1, places, classes, last}));
    return tf.nn.logSoftmax(tf.math.mean(each, tf.constant(new int[] {1, 3})));
  }

  /**
   * The log probability of each latent's class, of shape [B]; 0 where the label is no class.
   * TensorFlow Java has no gradient of the operation that would take labels as they are.
   */
  static Operand<TFloat32> ofClass(
      Ops tf, Operand<TFloat32> logProbabilities, Operand<TInt32> label, int classes) {
    Operand<TFloat32> chosen =
        tf.oneHot(label, tf.constant(classes), tf.constant(1f), tf.constant(0f));
    return tf.sum(tf.math.mul(logProbabilities, chosen), tf.constant(1));
  }
}
