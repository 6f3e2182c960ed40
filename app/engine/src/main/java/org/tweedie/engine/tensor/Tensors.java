package org.tweedie.engine.tensor;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tweedie.api.data.DataShape;

/**
 * Arrays into tensors and back, by whole copies: element by element is forty times slower. The
 * caller closes each tensor.
 */
final class Tensors {

  private Tensors() {}

  static TFloat32 floats(Shape shape, float[] values) {
    return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
  }

  static TInt32 ints(int... values) {
    return TInt32.tensorOf(Shape.of(values.length), DataBuffers.of(values, true, false));
  }

  static TInt32 ints(Shape shape, int[] values) {
    return TInt32.tensorOf(shape, DataBuffers.of(values, true, false));
  }

  static TInt64 longs(long... values) {
    return TInt64.tensorOf(Shape.of(values.length), DataBuffers.of(values, true, false));
  }

  static float[] values(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** The shape of a batch: {@code count} is -1 where it is not known. */
  static Shape batch(long count, DataShape shape) {
    long[] sizes = new long[shape.dimensions().size() + 1];
    sizes[0] = count;
    for (int i = 1; i < sizes.length; i++) {
      sizes[i] = shape.dimensions().get(i - 1);
    }
    return Shape.of(sizes);
  }
}
