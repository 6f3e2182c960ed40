package org.tweedie.api.plugin;

import java.util.List;

/**
 * A component that does not go with every other one says so by implementing this beside its SPI;
 * the run is refused in the component's words before it starts.
 */
public interface Selective {

  /**
   * What speaks against running with these others.
   *
   * @param assembly all components of the run
   * @return a sentence for each objection that says what does not go together and what to change;
   *     empty where all is well
   */
  List<String> objections(Assembly assembly);
}
