package org.tweedie.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.EventFile;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.likelihood.SharedBatches;
import org.tweedie.engine.measuring.DrawnSamples;
import org.tweedie.engine.measuring.Measurement;
import org.tweedie.engine.measuring.Measuring;
import org.tweedie.engine.measuring.Models;
import org.tweedie.engine.measuring.ReadingsFile;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.Drawer;

/**
 * Takes measures of a run's model and its samples, and keeps what they found.
 *
 * @param run whose models are looked at
 * @param step of the checkpoint that is looked at
 */
record RunMeasures(UsedRun run, long step) implements Models {

  /**
   * Of the checkpoint that the run uses.
   *
   * @throws RunException if there is none yet
   */
  static RunMeasures of(UsedRun run) throws IOException {
    return new RunMeasures(run, run.models().step());
  }

  /**
   * Takes measures.
   *
   * @param how the config whose measures they are
   * @param made its components
   * @param against what is measured against
   * @param drawn samples that were drawn before; empty where they are drawn, if any measure asks
   * @param shared what other processes did of likelihoods; empty where none did
   * @param kept says what becomes of readings where others are missing, in a sentence
   * @throws RunException if the data are of another shape than the samples
   */
  Readings take(
      RunConfig how,
      Assembled made,
      DataSource against,
      Optional<DrawnSamples> drawn,
      Optional<SharedBatches> shared,
      Function<Measurement, String> kept,
      RunListener listener)
      throws IOException {
    if (!against.description().shape().equals(run.assembly().data().shape())) {
      throw new RunException(
          "The run's samples are %s, and the data are %s."
              .formatted(run.assembly().data().shape(), against.description().shape()));
    }
    try {
      return new Readings(
          Measuring.attempt(how, made, against, this, step, drawn, shared, listener).whole(kept));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Takes what one process does of the likelihoods of the run's config. */
  void keep(SharedBatches batches, RunListener listener) throws IOException {
    try {
      Measuring.keep(run.config(), run.parts(), this, batches, listener);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Writes what was found; the files. */
  List<Path> keep(Measurement measurement) throws IOException {
    List<Path> written = new ArrayList<>();
    if (measurement.evaluation().isPresent()) {
      AtomicFile.write(run.folder().evaluation(), measurement.evaluation().get().file());
      written.add(run.folder().evaluation());
    }
    ReadingsFile.write(run.folder().readings(), measurement);
    written.add(run.folder().readings());
    try (EventFile events = EventFile.create(run.folder().path())) {
      for (Reading reading : measurement.readings()) {
        if (Double.isFinite(reading.value())) {
          events.scalar("measure/" + reading.key(), measurement.step(), reading.value());
        }
      }
    }
    return written;
  }

  @Override
  public DiffusionModel evaluated() throws IOException {
    return run.measured().diffusion();
  }

  @Override
  public Optional<LatentSpace> space() throws IOException {
    return run.parts().isInLatents() ? run.measured().space() : Optional.empty();
  }

  @Override
  public Optional<LatentChain> chain() throws IOException {
    return run.measured().chain();
  }

  @Override
  public Drawer drawer(Assembly with, SampleOptions options, long seed) throws IOException {
    return run.drawing().drawer(with, options, seed);
  }
}
