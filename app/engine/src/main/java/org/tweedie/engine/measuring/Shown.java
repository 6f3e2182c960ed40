package org.tweedie.engine.measuring;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.tweedie.engine.progress.Progress;

/** Progress of one piece of work at a time: the next one ends the one before. */
final class Shown implements AutoCloseable {

  private final Progress.Display display;
  private Optional<Progress> current = Optional.empty();

  Shown(Progress.Display display) {
    this.display = display;
  }

  IntConsumer begin(String work, String unit, int total) {
    close();
    Progress progress = display.begin(work, unit, 0, total);
    current = Optional.of(progress);
    return done -> progress.advance(done, "");
  }

  @Override
  public void close() {
    current.ifPresent(Progress::close);
    current = Optional.empty();
  }
}
