package org.tweedie.engine.file;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of floats that safetensors hold here, by their names in a header. */
enum StoredFloats {
  /** Of 32 bits. */
  F32(Float.BYTES),
  /** Of 16 bits, 5 of them the exponent's (IEEE 754 binary16). */
  F16(Short.BYTES),
  /** The upper half of a float of 32 bits. */
  BF16(Short.BYTES);

  private static final int MANTISSA = 10;
  private static final int MOST = 0x1f;

  private final int bytes;

  StoredFloats(int bytes) {
    this.bytes = bytes;
  }

  /** How many bytes one takes. */
  int bytes() {
    return bytes;
  }

  static Optional<StoredFloats> of(String name) {
    return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
  }

  /** The same number in 32 bits, exactly; of the kinds of 16. */
  float widened(short bits) {
    if (this == BF16) {
      return Float.intBitsToFloat(bits << Short.SIZE);
    }
    int exponent = bits >> MANTISSA & MOST;
    int fraction = bits & (1 << MANTISSA) - 1;
    float size;
    if (exponent == MOST) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((float) fraction, -14 - MANTISSA);
    } else {
      size = Math.scalb((float) (fraction + (1 << MANTISSA)), exponent - 15 - MANTISSA);
    }
    return bits < 0 ? -size : size;
  }
}
