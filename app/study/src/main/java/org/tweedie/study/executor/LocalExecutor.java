package org.tweedie.study.executor;

import org.tweedie.study.stage.Processes;
import org.tweedie.study.stage.Workers;

/** Processes of this machine. */
public final class LocalExecutor implements Executor {

  /** It has none. */
  public record Options() {}

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public int threads(int parallel) {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / parallel);
  }

  @Override
  public Workers open(Record options, Site site) {
    return new Processes(site.plugins());
  }
}
