package org.tweedie.engine;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.data.DataException;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.data.SingleImage;
import org.tweedie.engine.measuring.DrawnSamples;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.progress.WalkListener;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.NeededMemory;
import org.tweedie.engine.sampling.AskedParts;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.SampleConditions;
import org.tweedie.engine.sampling.Seeds;

/**
 * Draws samples.
 *
 * @param options how they are drawn and shown
 * @param assembly with which sampler and guidance
 * @param conditions what they are to be
 * @param first the index of the first
 * @param count how many
 * @param seed where their noise begins
 */
record Drawing(
    SampleOptions options,
    Assembly assembly,
    SampleConditions conditions,
    int first,
    int count,
    long seed) {

  /**
   * What samples are asked for of a run.
   *
   * @throws RunException if the model is not told what is asked for, or cannot draw without what is
   *     not
   */
  static Drawing of(Samples samples, SampleOptions options, Assembled parts) {
    return of(new Samples.Asked(samples, options), parts);
  }

  /** The same of one of several people. */
  static Drawing of(Samples.Asked asked, Assembled parts) {
    Samples samples = asked.samples();
    SampleOptions options = asked.options();
    Assembly assembly = parts.assembly();
    Samples.Part drawn = samples.drawn(options);
    int count = drawn.to() - drawn.from();
    NeededMemory.ofSamples(count, assembly.data().shape().size())
        .ifPresent(
            words -> {
              throw new RunException(words + " Please draw fewer at a time, with other seeds.");
            });
    return new Drawing(
        options,
        assembly,
        conditions(asked, parts, samples.count(options)),
        drawn.from(),
        count,
        samples.seed(options));
  }

  /** The drawing of a model that goes by what this one drew, a sample each. */
  Drawing then(Batch drawn, SampleOptions others, Assembled next) {
    Condition asked = each(count);
    return new Drawing(
        others.withColumns(options.columns()),
        next.assembly(),
        new Cascade(assembly, next.assembly()).after(asked, captions(count), drawn),
        first,
        count,
        others.seed());
  }

  private static SampleConditions conditions(Samples.Asked asked, Assembled parts, int count) {
    Samples samples = asked.samples();
    SampleOptions options = asked.options();
    Assembly assembly = parts.assembly();
    if (samples.unconditional()) {
      if (!samples.classes().isEmpty()
          || !samples.captions().isEmpty()
          || !samples.numbers().isEmpty()
          || !samples.images().isEmpty()) {
        throw new RunException(
            "Samples of no condition have no class, caption, number or image either: please leave the one or the other out.");
      }
      if (!Classes.all(assembly).isEmpty() && assembly.labelDropout() == 0) {
        throw new RunException(
            "The model was trained with every label shown, so it has not learned to draw without"
                + " one: that takes train.label-dropout above 0.");
      }
      assembly.told().stream()
          .filter(part -> assembly.dropout(part) == 0)
          .findFirst()
          .ifPresent(
              part -> {
                throw new RunException(
                    "The model was always told the %s in training, so it has not learned to draw without: that takes train.%s above 0."
                        .formatted(part.word(), TrainOptions.dropoutOption(part)));
              });
      return SampleConditions.none();
    }
    try {
      return SampleConditions.of(
          assembly,
          parts.data(),
          new AskedParts(
              samples.classes().isEmpty() ? options.classes() : samples.classes(),
              samples.captions().isEmpty() ? options.captions() : samples.captions(),
              samples.numbers(),
              asked.images().isEmpty() ? images(samples, assembly) : asked.images()),
          count);
    } catch (IllegalArgumentException | DataException refused) {
      throw new RunException(String.valueOf(refused.getMessage()));
    }
  }

  /**
   * The images that samples are to go with; of a model that goes by none they are refused later.
   */
  private static List<Batch> images(Samples samples, Assembly assembly) {
    int channels = assembly.data().conditionImage().map(it -> it.dimensions().get(2)).orElse(1);
    return samples.images().stream()
        .map(file -> SingleImage.read(file, channels, assembly.data().levels()))
        .toList();
  }

  /** Draws, a row of a grid of each condition before the next begins. */
  Batch rows(Drawer drawer, RunListener listener) {
    return frames(drawer, options.columns(), 0, 0, listener).get(0);
  }

  /** Draws, the classes one after the other. */
  Batch draw(Drawer drawer, RunListener listener) {
    return frames(drawer, 1, 0, 0, listener).get(0);
  }

  /** Its samples as those of one of several people. */
  Seeds.Portion portion() {
    return new Seeds.Portion(seed, first, count);
  }

  /** Where the noise of its samples begins. */
  Seeds seeds() {
    return Seeds.of(seed, first);
  }

  /** What the first samples are to be, as files have them: each class fills a row of the grid. */
  Condition each(int some) {
    return conditions.inTurn(first, some, options.columns());
  }

  /**
   * Draws what several ask for side by side.
   *
   * @param drawer of the seeds of all, in order
   * @return of each its samples
   */
  static List<Batch> draw(List<Drawing> all, Drawer drawer, WalkListener listener) {
    Condition conditions =
        all.stream().map(one -> one.each(one.count())).reduce(Condition::followedBy).orElseThrow();
    Batch drawn = drawer.draw(conditions, listener);
    List<Batch> each = new ArrayList<>();
    int from = 0;
    for (Drawing one : all) {
      each.add(drawn.slice(from, from + one.count()));
      from += one.count();
    }
    return each;
  }

  /** Draws to measure, the classes one after the other. */
  DrawnSamples drawn(Drawer drawer, RunListener listener) {
    try (Progress progress = listener.begin("Sampling", "samples", 0, count)) {
      return DrawnSamples.draw(
          drawer,
          assembly.data(),
          conditions.inTurn(first, count, 1),
          options.batch(),
          done -> progress.advance(done, ""));
    }
  }

  /**
   * Draws, and keeps what is on the way.
   *
   * @param repeat how many of each condition come before the next
   * @param frames how many states of the walk
   * @param kept of how many samples
   * @return the states, and all samples last
   */
  List<Batch> frames(Drawer drawer, int repeat, int frames, int kept, RunListener listener) {
    try (Progress progress = listener.begin("Sampling", "samples", 0, count)) {
      return drawer.frames(
          conditions.inTurn(first, count, repeat),
          frames,
          kept,
          done -> progress.advance(done, ""));
    }
  }

  /** What the rows of a picture of the first samples are, where they have names. */
  List<String> captions(int shown) {
    int rows = (shown - 1) / options.columns() + 1;
    List<String> captions = new ArrayList<>();
    // Rows of a part that begins within a row have samples of two kinds.
    boolean named = !conditions.names().isEmpty() && first % options.columns() == 0;
    for (int row = 0; row < rows && named; row++) {
      captions.add(
          conditions.names().get((first / options.columns() + row) % conditions.names().size()));
    }
    return captions;
  }
}
