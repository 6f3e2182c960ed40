package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Where each place of an image lies (Liu et al., "An Intriguing Failing of Convolutional Neural
 * Networks and the CoordConv Solution", arXiv 1807.03247): two more channels, the row and the
 * column, from -1 at the first to 1 at the last. A convolution knows of it by the zeros beyond the
 * edges alone.
 */
final class Coordinates {

  private Coordinates() {}

  /** An image with the channels. */
  static Operand<TFloat32> join(Layers layers, Operand<TFloat32> x) {
    Ops tf = layers.tf();
    int height = size(x, 1);
    int width = size(x, 2);
    float[][][][] places = new float[1][height][width][2];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        places[0][row][column][0] = along(row, height);
        places[0][row][column][1] = along(column, width);
      }
    }
    Operand<TFloat32> one =
        tf.slice(x, tf.constant(new int[4]), tf.constant(new int[] {-1, -1, -1, 1}));
    Operand<TFloat32> ofEach = tf.math.add(tf.zerosLike(one), tf.constant(places));
    return tf.concat(List.of(x, ofEach), tf.constant(3));
  }

  private static float along(int place, int count) {
    return count == 1 ? 0 : 2f * place / (count - 1) - 1;
  }
}
