package org.tweedie.engine.training;

import java.util.SplittableRandom;

/**
 * The random numbers of a training, each stream a function of the seed, of a step or an epoch, and
 * of an example's place in all that the step sees: no stream depends on how much of another was
 * drawn.
 *
 * @param seed of the training
 */
record StepRandoms(long seed) {

  /** Begins the numbers of streams that no step and no epoch has. */
  private static final long AUGMENTATION = 1L << 62;

  private static final long DRAWING = 3L << 61;
  private static final long HIDING = 7L << 59;
  private static final long GUIDING = 9L << 59;
  private static final long NOISING = 11L << 59;
  private static final long IMAGING = 15L << 59;

  /** Of a step, from 1, or of an epoch, from -1 down. */
  SplittableRandom of(long stream) {
    return new SplittableRandom(
        new SplittableRandom(seed).nextLong() ^ new SplittableRandom(stream).nextLong());
  }

  /** By which an example is changed. */
  SplittableRandom augmentation(long step, int i) {
    return own(step, i, AUGMENTATION);
  }

  /** By which an example is drawn, where its source draws. */
  SplittableRandom drawing(long step, int i) {
    return own(step, i, DRAWING);
  }

  /** By which parts of its condition are hidden. */
  SplittableRandom hiding(long step, int i) {
    return own(step, i, HIDING);
  }

  /** Of its teacher's scale of guidance. */
  SplittableRandom guiding(long step, int i) {
    return own(step, i, GUIDING);
  }

  /** Of the share of noise in the image that it goes with. */
  SplittableRandom noising(long step, int i) {
    return own(step, i, NOISING);
  }

  /** By which that image is made. */
  SplittableRandom imaging(long step, int i) {
    return own(step, i, IMAGING);
  }

  private SplittableRandom own(long step, int i, long stream) {
    return new SplittableRandom(of(step).nextLong() ^ new SplittableRandom(stream + i).nextLong());
  }
}
