package org.tweedie.denoisers.integer;

import static org.tweedie.denoisers.integer.FixedPoint.ACTIVATION_BITS;

import java.util.Map;

/**
 * The weights of a layer in integers. The arrays are not to be written to.
 *
 * @param kernel for each output the weights of the first input at all places, then of the next
 * @param bias for each output, in the unit of sums
 * @param bits sums stand for their 2^-bits
 */
record IntegerLayer(int[][] kernel, int[] bias, int bits) {

  /**
   * Rounds.
   *
   * @param weights by parameter name
   * @param name of the layer
   * @param places 9 of a convolution, 1 of a dense layer
   * @throws IllegalArgumentException if a parameter is missing or has another size
   */
  static IntegerLayer of(
      Map<String, float[]> weights, String name, int places, int inputs, int outputs) {
    int fanIn = places * inputs;
    float[] real = found(weights, name + "/kernel", fanIn * outputs);
    int bits = FixedPoint.kernelBits(fanIn);
    int[][] kernel = new int[outputs][fanIn];
    for (int place = 0, k = 0; place < places; place++) {
      for (int in = 0; in < inputs; in++) {
        for (int out = 0; out < outputs; out++) {
          kernel[out][in * places + place] =
              FixedPoint.quantised(real[k++], bits, FixedPoint.LARGEST);
        }
      }
    }
    float[] shift = found(weights, name + "/bias", outputs);
    int[] bias = new int[outputs];
    for (int out = 0; out < outputs; out++) {
      bias[out] = FixedPoint.quantised(shift[out], bits + ACTIVATION_BITS, FixedPoint.BIAS_LIMIT);
    }
    return new IntegerLayer(kernel, bias, bits + ACTIVATION_BITS);
  }

  /** The values of a parameter. */
  static float[] found(Map<String, float[]> weights, String name, int size) {
    float[] values = weights.get(name);
    if (values == null || values.length != size) {
      throw new IllegalArgumentException(
          "the parameter '%s' has %s, and the network has %d"
              .formatted(name, values == null ? "no values" : values.length + " values", size));
    }
    return values;
  }

  int outputs() {
    return bias.length;
  }
}
