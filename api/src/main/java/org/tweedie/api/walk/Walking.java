package org.tweedie.api.walk;

import java.util.List;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.Sampler;

/**
 * A sampler that takes the steps of a {@link Walk}; it objects to schedules that have none such.
 */
public interface Walking extends Sampler, Selective {

  /** Its steps, times and limits. */
  Walk.Options walk();

  /** What speaks against its steps; a sampler with objections of its own adds them. */
  @Override
  default List<String> objections(Assembly assembly) {
    return walk().objections(assembly.schedule());
  }
}
