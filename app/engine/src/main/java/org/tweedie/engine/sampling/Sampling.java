package org.tweedie.engine.sampling;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.engine.config.SampleNoise;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.progress.WalkListener;

/**
 * Draws samples. The sample of an index is settled by the seed, whatever batch it is drawn in.
 *
 * @param sampler how to walk
 * @param guidance how conditions bend predictions
 * @param batchSize how many samples walk side by side, at least 1
 * @param seeds what starts and noise are drawn from
 * @param kind where the noise of steps comes from
 * @param imageNoise the share of noise in the images that samples go with, in [0, 1]
 */
public record Sampling(
    Sampler sampler,
    Guidance guidance,
    int batchSize,
    Seeds seeds,
    SampleNoise kind,
    double imageNoise) {

  /** As a config says. */
  public static Sampling of(
      Sampler sampler, Guidance guidance, SampleOptions options, Seeds seeds) {
    return new Sampling(
        sampler, guidance, options.batch(), seeds, options.noise(), options.imageNoise());
  }

  /** With one seed for all samples. */
  public Sampling(Sampler sampler, Guidance guidance, int batchSize, long seed, SampleNoise kind) {
    this(sampler, guidance, batchSize, Seeds.of(seed), kind, 0);
  }

  /** With one seed, and noise of its own in every step. */
  public Sampling(Sampler sampler, Guidance guidance, int batchSize, long seed) {
    this(sampler, guidance, batchSize, seed, SampleNoise.INDEPENDENT);
  }

  /** The draw that makes the starts; samplers use the numbers from 0. */
  private static final long START = -1;

  /** The draw that is in the images which samples go with. */
  private static final long IN_IMAGES = -2;

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

  /** Draws one sample for each condition, heard step by step. */
  Batch draw(DiffusionModel model, DataShape shape, Condition conditions, WalkListener listener) {
    Ways ways = new Ways(shape, conditions.count());
    for (int from = 0; from < conditions.count(); from = end(from, conditions)) {
      int first = from;
      int last = end(from, conditions);
      StepListener told =
          (step, steps, z, prediction) ->
              listener.step(
                  first, last, step, steps, () -> shown(shape, last - first, prediction.signal()));
      ways.add(List.of(walk(model, shape, conditions.slice(first, last), first, told)));
    }
    return ways.joined().get(0);
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
      to = end(from, conditions);
      int walking = to - from;
      int wanted = from < kept ? count : 0;
      List<Batch> frames = new ArrayList<>();
      StepListener keep =
          (step, steps, z, prediction) -> {
            if (kept(steps, wanted).contains(step)) {
              frames.add(shown(shape, walking, prediction.signal()));
            }
          };
      frames.add(
          walk(
              model,
              shape,
              conditions.slice(from, to),
              from,
              wanted == 0 ? StepListener.NONE : keep));
      ways.add(frames);
      progress.accept(to);
    }
    return ways.joined();
  }

  private int end(int from, Condition conditions) {
    return (int) Math.min((long) from + batchSize, conditions.count());
  }

  private Batch walk(
      DiffusionModel model,
      DataShape shape,
      Condition conditions,
      int from,
      StepListener listener) {
    NoiseSource noise = seeds.noise(kind::source, from, conditions.count(), shape);
    Denoiser denoiser = guidance.guide(model).given(noisy(conditions, from));
    Batch start = noise.draw(START).times(Math.sqrt(model.schedule().at(1).power()));
    return checked(start, guidance.walk(sampler).sample(denoiser, start, noise, listener));
  }

  private Condition noisy(Condition conditions, int from) {
    if (imageNoise == 0 || conditions.imageShape().isEmpty()) {
      return conditions;
    }
    double[] levels = new double[conditions.count()];
    Arrays.fill(levels, imageNoise);
    Batch noise =
        seeds
            .noise(SeededNoise::new, from, levels.length, conditions.imageShape().get())
            .draw(IN_IMAGES);
    return conditions.withImageNoise(levels, noise);
  }

  /** What a sampler tells of a step is drawn, so it must be as many of the same shape. */
  private static Batch shown(DataShape shape, int count, Batch signal) {
    if (signal.count() != count || !signal.shape().equals(shape)) {
      throw new ModelFailure(
          "The sampler tells of a step with %d predictions of shape %s where %d of shape %s are walked."
              .formatted(signal.count(), signal.shape(), count, shape));
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
