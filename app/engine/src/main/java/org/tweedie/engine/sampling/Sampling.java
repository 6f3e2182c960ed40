package org.tweedie.engine.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.engine.config.SampleNoise;
import org.tweedie.engine.problem.ModelFailure;

/**
 * Draws samples. The sample of an index is settled by the seed, whatever batch it is drawn in.
 *
 * @param sampler how to walk
 * @param guidance how conditions bend predictions
 * @param batchSize how many samples walk side by side, at least 1
 * @param seed what starts and noise are drawn from
 * @param kind where the noise of steps comes from
 */
public record Sampling(
    Sampler sampler, Guidance guidance, int batchSize, long seed, SampleNoise kind) {

  /** With noise of its own in every step. */
  public Sampling(Sampler sampler, Guidance guidance, int batchSize, long seed) {
    this(sampler, guidance, batchSize, seed, SampleNoise.INDEPENDENT);
  }

  /** The draw that makes the starts; samplers use the numbers from 0. */
  private static final long START = -1;

  /**
   * Draws one sample for each condition.
   *
   * @param model the model
   * @param shape the shape of a sample
   * @param conditions what each sample is to be
   * @param progress told how many samples are done, after each batch
   */
  public Batch draw(
      DiffusionModel model, DataShape shape, Condition conditions, IntConsumer progress) {
    return frames(model, shape, conditions, 0, 0, progress).get(0);
  }

  /**
   * Draws one sample for each condition, and keeps what the model took the signal to be on the way.
   *
   * @param count how many frames of the way to keep, spread evenly over the steps; the samples
   *     themselves come last
   * @param kept of how many samples, the first ones; at least so many have frames
   */
  public List<Batch> frames(
      DiffusionModel model,
      DataShape shape,
      Condition conditions,
      int count,
      int kept,
      IntConsumer progress) {
    Ways ways = new Ways(shape, conditions.count());
    int to;
    for (int from = 0; from < conditions.count(); from = to) {
      to = (int) Math.min((long) from + batchSize, conditions.count());
      ways.add(walk(model, shape, conditions.slice(from, to), from, from < kept ? count : 0));
      progress.accept(to);
    }
    return ways.joined();
  }

  private List<Batch> walk(
      DiffusionModel model, DataShape shape, Condition conditions, int from, int count) {
    NoiseSource noise = kind.source(seed, from, conditions.count(), shape);
    Denoiser denoiser = guidance.guide(model).given(conditions);
    Batch start = noise.draw(START).times(Math.sqrt(model.schedule().at(1).power()));
    List<Batch> frames = new ArrayList<>();
    StepListener keep =
        (step, steps, z, prediction) -> {
          if (kept(steps, count).contains(step)) {
            frames.add(shown(start, prediction.signal()));
          }
        };
    frames.add(
        checked(
            start,
            guidance
                .walk(sampler)
                .sample(denoiser, start, noise, count == 0 ? StepListener.NONE : keep)));
    return frames;
  }

  /** What a sampler tells of a step is drawn, so it must be as many of the same shape. */
  private static Batch shown(Batch start, Batch signal) {
    if (signal.count() != start.count() || !signal.shape().equals(start.shape())) {
      throw new ModelFailure(
          "The sampler tells of a step with %d predictions of shape %s where %d of shape %s are walked."
              .formatted(signal.count(), signal.shape(), start.count(), start.shape()));
    }
    return signal;
  }

  /** What is no sample must not get into a file, nor be measured. */
  private static Batch checked(Batch start, Batch samples) {
    if (samples.count() != start.count() || !samples.shape().equals(start.shape())) {
      throw new ModelFailure(
          "The sampler gives %d samples of shape %s where %d of shape %s are asked for."
              .formatted(samples.count(), samples.shape(), start.count(), start.shape()));
    }
    OptionalInt odd = samples.notFinite();
    if (odd.isPresent()) {
      throw new ModelFailure(
          "The sampler gives samples that are no numbers: %s in number %d of a batch of %d, though the network's predictions are numbers.\nIts steps lead away with these options: more of them, weaker guidance or another sampler may help."
              .formatted(
                  samples.values()[odd.getAsInt()],
                  odd.getAsInt() / samples.shape().size() + 1,
                  samples.count()));
    }
    return samples;
  }

  /** Which steps to keep; every batch has the same ones. */
  private static TreeSet<Integer> kept(int steps, int count) {
    TreeSet<Integer> kept = new TreeSet<>();
    for (int i = 1; i <= count; i++) {
      kept.add(Math.max(1, Math.round((float) i * steps / count)));
    }
    return kept;
  }
}
