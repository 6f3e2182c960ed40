package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.TextFeatures;

/**
 * Attention from places of an image to the features of a caption (Rombach et al., arXiv 2112.10752,
 * section 3.3). Beside them each place may always attend to nothing, which is learned too, and is
 * all there is where no caption is known. What it adds starts as zero.
 *
 * @param heads how many there are
 */
record CrossAttention(Heads heads) {

  /**
   * What each place takes from the caption.
   *
   * @param x normalised places, of shape [B, n, width]
   * @return of the same shape
   */
  Operand<TFloat32> apply(Layers layers, String name, Operand<TFloat32> x, TextFeatures text) {
    Ops tf = layers.tf();
    int width = size(x, 2);
    Operand<TFloat32> query = layers.denseOfEach(name + "/query", x, width);
    Operand<TFloat32> told = layers.denseOfEach(name + "/key-value", text.features(), 2 * width);
    Operand<TFloat32> nothing =
        layers.forEach(
            layers.graph().parameter(name + "/nothing", Initializer.normal(1), 1, 1, 2L * width),
            told);
    List<Output<TFloat32>> parts =
        tf.split(tf.constant(2), tf.concat(List.of(nothing, told), tf.constant(1)), 2L).output();
    Operand<TFloat32> first =
        tf.slice(text.mask(), tf.constant(new int[2]), tf.constant(new int[] {-1, 1}));
    Operand<TFloat32> mask = tf.concat(List.of(tf.onesLike(first), text.mask()), tf.constant(1));
    Operand<TFloat32> seen =
        heads.apply(layers, query, parts.get(0), parts.get(1), Optional.of(mask));
    Operand<TFloat32> added =
        layers.zeroDense(name + "/out", layers.reshape(seen, -1, width), width);
    return layers.reshape(added, -1, size(x, 1), width);
  }
}
