package org.tweedie.denoisers.integer;

/**
 * What the integer network is made of; a graph and the host have one each, so that the network is
 * written once. Numbers are either activations, of 8 bits, or those that run between blocks, of 16.
 *
 * @param <T> numbers of a batch: of pixels with channels, or of vectors
 * @see FixedPoint
 */
interface Arithmetic<T> {

  /** Activations: what is seen of each pixel. */
  T pixels();

  /** Activations: what is seen of each log SNR, vectors. */
  T waves();

  /** What belongs to each label, vectors; none where the data have no classes. */
  T classes(String name, int width);

  /** A 3x3 convolution of activations with as many pixels. */
  T convolution(String name, T x, int channels, Start start);

  /** A dense layer of activations. */
  T dense(String name, T x, int width);

  /** The sum of two, of which the second may be vectors and the first pixels. */
  T sum(T x, T y);

  /** {@code x sigmoid(x)} as activations. */
  T activation(T x);

  /** How the weights of a layer start. */
  enum Start {
    /** So that the variance of the inputs is kept. */
    USUAL(1),
    /** A quarter of that. */
    SMALL(0.5),
    /** Zero, so that what it feeds starts as the identity. */
    ZERO(0);

    private final double gain;

    Start(double gain) {
      this.gain = gain;
    }

    /** The standard deviation of the weights. */
    double deviation(int fanIn) {
      return gain / Math.sqrt(fanIn);
    }
  }
}
