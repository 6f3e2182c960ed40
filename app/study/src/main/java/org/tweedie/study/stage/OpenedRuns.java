package org.tweedie.study.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;

/** The run whose network is used, opened once for all stages that use it. Used by one thread. */
final class OpenedRuns implements AutoCloseable {

  private record Network(Path path, long step) {}

  private final Tweedie tweedie;
  private Optional<Network> network = Optional.empty();
  private Optional<Run> first = Optional.empty();
  private Optional<Run> last = Optional.empty();

  OpenedRuns(Tweedie tweedie) {
    this.tweedie = tweedie;
  }

  /**
   * A run's network after so many steps, or where its training ended before, used as a config says;
   * open until the next is asked for.
   */
  Run open(Path path, long step, RunConfig config) throws IOException {
    Network wanted = new Network(path, step);
    if (!network.equals(Optional.of(wanted))) {
      close();
      Run opened = tweedie.open(path, any -> config);
      first = Optional.of(opened);
      opened.at(mayEndBefore(config) ? Math.min(step, opened.step()) : step);
      network = Optional.of(wanted);
      return opened;
    }
    last.ifPresent(Run::close);
    last = Optional.of(first.orElseThrow().using(config));
    return last.get();
  }

  /** Without a rule of stopping, an earlier checkpoint is another network. */
  private static boolean mayEndBefore(RunConfig config) {
    return !config
        .component(Kinds.STOPPING)
        .type()
        .equals(config.withDefault(Kinds.STOPPING).component(Kinds.STOPPING).type());
  }

  @Override
  public void close() {
    last.ifPresent(Run::close);
    first.ifPresent(Run::close);
    last = Optional.empty();
    first = Optional.empty();
    network = Optional.empty();
  }
}
