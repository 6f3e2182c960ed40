package org.tweedie.serve;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.engine.Run;
import org.tweedie.engine.config.RunConfig;

/**
 * A run's model with other samplers and guidance: the components of the last few configs are kept,
 * for making them takes some of the time that a small request does. Safe for many threads; but what
 * was made is drawn with by one thread alone, which closes what is left over.
 */
final class UsedRuns implements AutoCloseable {

  private static final int KEPT = 16;

  private final Run own;
  private final Map<RunConfig, Run> made = new LinkedHashMap<>(KEPT, 0.75f, true);
  private final List<Run> leftOver = new ArrayList<>();

  UsedRuns(Run own) {
    this.own = own;
  }

  /**
   * The run as a config uses it.
   *
   * @throws org.tweedie.engine.config.ConfigException if its components do not go together
   */
  synchronized Run of(RunConfig config) {
    if (config.equals(own.config())) {
      return own;
    }
    Run known = made.get(config);
    if (known != null) {
      return known;
    }
    Run another = own.using(config);
    made.put(config, another);
    if (made.size() > KEPT) {
      Iterator<Run> eldest = made.values().iterator();
      leftOver.add(eldest.next());
      eldest.remove();
    }
    return another;
  }

  /** Closes what is kept no longer; for the thread that draws. */
  synchronized void tidy() {
    leftOver.forEach(Run::close);
    leftOver.clear();
  }

  @Override
  public synchronized void close() {
    tidy();
    made.values().forEach(Run::close);
    made.clear();
  }
}
