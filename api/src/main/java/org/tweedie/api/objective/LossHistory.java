package org.tweedie.api.objective;

/**
 * The losses that training saw of late, some thousands of them, each with its time; the oldest
 * first. Immutable.
 */
public interface LossHistory {

  /** Nothing seen yet. */
  LossHistory EMPTY =
      new LossHistory() {
        @Override
        public int size() {
          return 0;
        }

        @Override
        public double time(int index) {
          throw new IndexOutOfBoundsException(index);
        }

        @Override
        public double loss(int index) {
          throw new IndexOutOfBoundsException(index);
        }
      };

  /** How many losses. */
  int size();

  /** The time of one, in [0, 1]. */
  double time(int index);

  /** One example's loss, as the objective gave it and before any weight of its time. */
  double loss(int index);
}
