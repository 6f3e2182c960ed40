package org.tweedie.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.sampling.Classes;

/** A run as a measure sees it. Used by one thread. */
final class Taking implements Measured, AutoCloseable {

  private final Run run;
  private final Optional<Drawn> drawn;
  private final RunListener listener;
  private Optional<Progress> progress = Optional.empty();

  Taking(Run run, Optional<Drawn> drawn, RunListener listener) {
    this.run = run;
    this.drawn = drawn;
    this.listener = listener;
  }

  @Override
  public DiffusionModel model() {
    try {
      return run.measured();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DataSource data() {
    return run.data();
  }

  @Override
  public boolean isConditional() {
    return !Classes.all(run.assembly()).isEmpty();
  }

  private Drawn samplesDrawn() {
    return drawn.orElseThrow(() -> new IllegalStateException("No samples were drawn."));
  }

  @Override
  public Batch samples() {
    return samplesDrawn().samples();
  }

  @Override
  public Condition conditions() {
    return samplesDrawn().conditions();
  }

  @Override
  public Cost cost() {
    return samplesDrawn().cost();
  }

  @Override
  public IntConsumer progress(String work, String unit, int total) {
    close();
    Progress shown = listener.begin(work, unit, 0, total);
    progress = Optional.of(shown);
    return done -> shown.advance(done, "");
  }

  @Override
  public void close() {
    progress.ifPresent(Progress::close);
    progress = Optional.empty();
  }
}
