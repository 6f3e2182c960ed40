package org.tweedie.engine.export;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.proto.TensorProto;

/**
 * The values of a constant in a graph of TensorFlow, which are written as bytes, or in lists whose
 * last value stands for all that follow.
 */
final class ConstantValues {

  private ConstantValues() {}

  /** All values, little-endian and in row-major order. */
  static ByteString bytes(TensorProto tensor) {
    if (!tensor.getTensorContent().isEmpty()) {
      return tensor.getTensorContent();
    }
    int count = count(tensor);
    return switch (tensor.getDtype()) {
      case DT_FLOAT ->
          list(
              count,
              Float.BYTES,
              tensor.getFloatValCount(),
              (to, i) -> to.putFloat(tensor.getFloatVal(i)));
      case DT_INT32 ->
          list(
              count,
              Integer.BYTES,
              tensor.getIntValCount(),
              (to, i) -> to.putInt(tensor.getIntVal(i)));
      case DT_INT64 ->
          list(
              count,
              Long.BYTES,
              tensor.getInt64ValCount(),
              (to, i) -> to.putLong(tensor.getInt64Val(i)));
      case DT_DOUBLE ->
          list(
              count,
              Double.BYTES,
              tensor.getDoubleValCount(),
              (to, i) -> to.putDouble(tensor.getDoubleVal(i)));
      case DT_BOOL ->
          list(
              count,
              1,
              tensor.getBoolValCount(),
              (to, i) -> to.put((byte) (tensor.getBoolVal(i) ? 1 : 0)));
      default ->
          throw new UnsupportedOperationException("numbers of the kind " + tensor.getDtype());
    };
  }

  /** The same of whole numbers. */
  static long[] wholeNumbers(TensorProto tensor) {
    ByteBuffer bytes = bytes(tensor).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[count(tensor)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.getDtype()) {
            case DT_INT32 -> bytes.getInt();
            case DT_INT64 -> bytes.getLong();
            default ->
                throw new UnsupportedOperationException(
                    "numbers of the kind " + tensor.getDtype() + " where whole ones should be");
          };
    }
    return values;
  }

  private static int count(TensorProto tensor) {
    return Math.toIntExact(
        tensor.getTensorShape().getDimList().stream()
            .mapToLong(dim -> dim.getSize())
            .reduce(1, Math::multiplyExact));
  }

  private interface Listed {
    void put(ByteBuffer to, int index);
  }

  private static ByteString list(int count, int width, int listed, Listed values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count && listed > 0; i++) {
      values.put(bytes, Math.min(i, listed - 1));
    }
    return ByteString.copyFrom(bytes.rewind());
  }
}
