package org.tweedie.engine.measuring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.likelihood.ChainMeasured;
import org.tweedie.engine.likelihood.LatentMeasured;
import org.tweedie.engine.sampling.AskedParts;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.SampleConditions;

/**
 * What measures look at of a run. Samples that nobody gives are drawn when the first measure asks
 * for them, and once for all measures. Used by one thread.
 */
final class MeasuredRun implements ChainMeasured, LatentMeasured {

  private final Models models;
  private final Assembly assembly;
  private final DataSource data;
  private final SampleOptions options;
  private final int count;
  private final Shown shown;
  private Optional<DrawnSamples> drawn;
  private Optional<RuntimeException> undrawn = Optional.empty();

  /**
   * Nothing is drawn yet, unless it is given.
   *
   * @param models who draws, and what is looked at
   * @param assembly with which sampler and guidance
   * @param data what is measured against
   * @param options of which classes, in which batches, from which seed
   * @param count how many samples
   * @param given samples that were drawn before
   */
  MeasuredRun(
      Models models,
      Assembly assembly,
      DataSource data,
      SampleOptions options,
      int count,
      Optional<DrawnSamples> given,
      Shown shown) {
    this.models = models;
    this.assembly = assembly;
    this.data = data;
    this.options = options;
    this.count = count;
    this.shown = shown;
    drawn = given;
  }

  /** How many samples there are: none where no measure asked for them and nobody gave any. */
  int drawn() {
    return drawn.map(it -> it.samples().count()).orElse(0);
  }

  @Override
  public DiffusionModel model() {
    if (space().isPresent()) {
      throw new IllegalArgumentException(
          "It looks at a model of the data, and this run's model is one of latents.");
    }
    return evaluated();
  }

  @Override
  public Optional<InLatents> latents() {
    return space().map(it -> new InLatents(it, evaluated()));
  }

  private Optional<LatentSpace> space() {
    try {
      return models.space();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DiffusionModel evaluated() {
    try {
      return models.evaluated();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<LatentChain> chain() {
    try {
      return models.chain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DataSource data() {
    return data;
  }

  @Override
  public boolean isConditional() {
    return !assembly.told().isEmpty();
  }

  @Override
  public Batch samples() {
    return drawnOnce().samples();
  }

  @Override
  public Condition conditions() {
    return drawnOnce().conditions();
  }

  @Override
  public Cost cost() {
    return drawnOnce().cost();
  }

  @Override
  public IntConsumer progress(String work, String unit, int total) {
    return shown.begin(work, unit, total);
  }

  /** What could not be drawn for one measure is not tried for the next. */
  private DrawnSamples drawnOnce() {
    if (undrawn.isPresent()) {
      throw undrawn.get();
    }
    if (drawn.isEmpty()) {
      try {
        drawn = Optional.of(draw());
      } catch (RuntimeException failure) {
        undrawn = Optional.of(failure);
        throw failure;
      }
    }
    return drawn.get();
  }

  private DrawnSamples draw() {
    try {
      Drawer drawer = models.drawer(assembly, options, options.seed());
      IntConsumer progress = shown.begin("Sampling", "samples", count);
      Condition conditions =
          SampleConditions.of(
                  assembly, data, AskedParts.of(options.classes(), options.captions()), count)
              .inTurn(count, 1);
      return DrawnSamples.draw(drawer, assembly.data(), conditions, options.batch(), progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
