package org.tweedie.denoisers.integer;

import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.denoisers.integer.Arithmetic.Start;

/**
 * The network in whatever arithmetic: residual blocks of two convolutions, as the U-Net has them,
 * at one resolution and without normalisation.
 *
 * @param height of the images
 * @param width of the images
 * @param depth the images' own channels
 * @param levels that what is seen of a pixel turns with; empty for continuous data
 * @param labels how many classes there are
 * @param channels of each convolution
 * @param blocks how many
 */
record Design(
    int height,
    int width,
    int depth,
    Optional<Levels> levels,
    int labels,
    int channels,
    int blocks) {

  /** Sines and cosines of the log SNR, so many of each. */
  static final int WAVES = 16;

  private static final int TOLD = 64;

  static Design of(IntegerNetwork.Options options, DataDescription data) {
    return new Design(
        data.shape().dimensions().get(0),
        data.shape().dimensions().get(1),
        data.shape().dimensions().get(2),
        data.levels(),
        data.classes().size(),
        options.channels(),
        options.blocks());
  }

  int pixels() {
    return height * width;
  }

  /** How many activations a pixel's channel is seen as. */
  int seenOfValue() {
    return levels.isPresent() ? 5 : 1;
  }

  /** All up to the last activations, of which {@code out} makes what is put out. */
  <T> T body(Arithmetic<T> of) {
    T told = of.activation(of.dense("embedding/dense1", of.waves(), TOLD));
    told = of.dense("embedding/dense2", told, TOLD);
    told = of.activation(labels > 0 ? of.sum(told, of.classes("embedding/classes", TOLD)) : told);
    T h = of.convolution("in", of.pixels(), channels, Start.SMALL);
    for (int i = 0; i < blocks; i++) {
      String name = "block/" + i;
      T inner = of.convolution(name + "/conv1", of.activation(h), channels, Start.USUAL);
      inner = of.sum(inner, of.dense(name + "/embedding", told, channels));
      h = of.sum(h, of.convolution(name + "/conv2", of.activation(inner), channels, Start.ZERO));
    }
    return of.activation(h);
  }
}
