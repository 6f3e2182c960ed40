package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.KnownValues;
import org.tweedie.api.network.NetworkInput;

/**
 * The image that an example goes with, as further channels of what the network looks at (Saharia et
 * al., arXiv 2104.07636, section 2.3), made as large by repeating pixels; and one channel that is 1
 * where there is such an image, and 0 where none is known.
 */
final class JoinedImage {

  private JoinedImage() {}

  /** The same tensor where the network is told no such image. */
  static Operand<TFloat32> join(Layers layers, Operand<TFloat32> x, NetworkInput input) {
    return input.condition().image().map(image -> join(layers, x, image)).orElse(x);
  }

  private static Operand<TFloat32> join(Layers layers, Operand<TFloat32> x, KnownValues image) {
    Ops tf = layers.tf();
    int height = size(x, 1);
    int width = size(x, 2);
    Operand<TFloat32> shown =
        size(image.values(), 1) == height && size(image.values(), 2) == width
            ? image.values()
            : tf.image.resizeNearestNeighbor(
                image.values(), tf.constant(new int[] {height, width}));
    Operand<TFloat32> known =
        tf.math.mul(
            layers.reshape(image.known(), -1, 1, 1, 1),
            tf.fill(tf.constant(new int[] {1, height, width, 1}), tf.constant(1f)));
    return tf.concat(List.of(x, shown, known), tf.constant(3));
  }
}
