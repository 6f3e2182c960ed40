package org.tweedie.engine.sampling;

import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.progress.WalkListener;

/** Draws samples of a trained model, whatever it is. */
public interface Drawer {

  /**
   * Draws one sample for each condition, and keeps what the model took the data to be on the way.
   *
   * @param conditions what each sample is to be
   * @param count how many frames of the way to keep, spread evenly over the steps; the samples
   *     themselves come last
   * @param kept of how many samples, the first ones; at least so many have frames
   * @param progress told how many samples are done, after each batch
   */
  List<Batch> frames(Condition conditions, int count, int kept, IntConsumer progress);

  /** Draws one sample for each condition. */
  default Batch draw(Condition conditions, IntConsumer progress) {
    return frames(conditions, 0, 0, progress).get(0);
  }

  /**
   * Draws one sample for each condition, heard step by step.
   *
   * @throws java.util.concurrent.CancellationException if the listener wants it to stop
   */
  Batch draw(Condition conditions, WalkListener listener);

  /**
   * Asks the networks once, for what TensorFlow does when it is first asked is no cost of samples.
   */
  void warmUp(Condition conditions);

  /** How often networks were asked for a sample, all samples together. */
  long evaluations();
}
