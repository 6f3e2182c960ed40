package org.tweedie.engine.run;

import java.util.Map;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kind;

/**
 * A run's components, made and found to go together. To close it closes the networks of other runs
 * that its guidance may have opened; one whose guidance opens none needs no closing.
 *
 * @param assembly the components
 * @param data the data
 * @param components the same components by their kinds, and all others
 * @param others what was opened of other runs
 */
public record Assembled(
    Assembly assembly, DataSource data, MadeComponents components, OtherRuns others)
    implements AutoCloseable {

  /** Whether guidance asks the networks of other runs. */
  public boolean asksOtherNetworks() {
    return !others.isEmpty();
  }

  /**
   * What the components read of files beside the data, by what they have an effect on: in words
   * what, with a hash of its content.
   */
  public Map<Kind.Stage, Map<String, String>> filesRead() {
    return Map.copyOf(others.read());
  }

  @Override
  public void close() {
    others.close();
  }
}
