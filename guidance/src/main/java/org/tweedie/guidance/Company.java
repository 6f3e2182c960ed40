package org.tweedie.guidance;

import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.InOrder;
import org.tweedie.api.plugin.Assembly;

/** What kinds of guidance that work on other guidance have in common. */
final class Company {

  private Company() {}

  /** An objection where a guidance comes first, and so has nothing to work on. */
  static List<String> objections(String name, Guidance guidance, Assembly assembly) {
    boolean first =
        !(assembly.guidance() instanceof InOrder list) || list.members().get(0) == guidance;
    return first
        ? List.of(
            ("guidance '%s' works on the guidance before it in the list, and there is none: write"
                    + " guidance: [{type: classifier-free}, {type: %1$s}]")
                .formatted(name))
        : List.of();
  }
}
