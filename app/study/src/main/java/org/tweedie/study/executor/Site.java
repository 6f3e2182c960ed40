package org.tweedie.study.executor;

import java.nio.file.Path;
import java.util.List;

/**
 * What an executor is to know of what its processes work for.
 *
 * @param folder where its files are; machines of a cluster see them by the same path
 * @param plugins the folders of plugins
 * @param cores of each process, as a rule
 */
public record Site(Path folder, List<Path> plugins, int cores) {

  /** Copies. */
  public Site {
    plugins = List.copyOf(plugins);
  }

  /** Where executors keep what they need for the time of a run. */
  Path jobs() {
    return folder.toAbsolutePath().resolve("jobs");
  }
}
