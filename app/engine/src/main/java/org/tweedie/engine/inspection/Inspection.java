package org.tweedie.engine.inspection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.plugin.Kind;

/**
 * What is known of a config before anything is trained.
 *
 * @param inputs what its components read, by what it has an effect on: in words what, with a hash
 *     of its content
 * @param testExamples how many held-out examples its data have
 * @param watched the key of the reading that may end its training
 * @param samples how many samples are drawn to be measured, or to be looked at where no measure
 *     reads any
 * @param measures what its measures read and tell, in the order of the config
 */
public record Inspection(
    Map<Kind.Stage, Map<String, String>> inputs,
    int testExamples,
    Optional<String> watched,
    int samples,
    List<Reads> measures) {

  /**
   * What a measure reads and tells.
   *
   * @param subject what it looks at
   * @param keys of its readings, the most telling one first
   */
  public record Reads(Measure.Subject subject, List<String> keys) {

    /** Copies. */
    public Reads {
      keys = List.copyOf(keys);
    }
  }

  /** Copies. */
  public Inspection {
    inputs = Map.copyOf(inputs);
    measures = List.copyOf(measures);
  }
}
