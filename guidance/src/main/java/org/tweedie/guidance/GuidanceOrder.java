package org.tweedie.guidance;

import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.InOrder;
import org.tweedie.api.plugin.Assembly;

/** What kinds of guidance that work on other guidance have in common. */
final class GuidanceOrder {

  private GuidanceOrder() {}

  /**
   * An objection where nothing that guides comes before a guidance, which has nothing to work on.
   */
  static List<String> needsOneBefore(String name, Guidance guidance, Assembly assembly) {
    List<Guidance> list = list(assembly);
    boolean alone =
        list.subList(0, Math.max(0, list.indexOf(guidance))).stream()
            .allMatch(NoGuidance.class::isInstance);
    return alone
        ? List.of(
            ("guidance '%s' works on the guidance before it in the list, and there is none: write"
                    + " guidance: [{type: classifier-free}, {type: %1$s}]")
                .formatted(name))
        : List.of();
  }

  /** An objection where a guidance comes after one that is undone by what comes after it. */
  static List<String> mustBeLast(String name, Guidance guidance, Assembly assembly) {
    List<Guidance> list = list(assembly);
    boolean followed =
        list.subList(list.indexOf(guidance) + 1, list.size()).stream()
            .anyMatch(member -> !(member instanceof NoGuidance));
    return list.contains(guidance) && followed
        ? List.of(
            ("guidance '%s' belongs last in the list: what comes after it would change again what it"
                    + " has put in")
                .formatted(name))
        : List.of();
  }

  private static List<Guidance> list(Assembly assembly) {
    return assembly.guidance() instanceof InOrder inOrder
        ? inOrder.members()
        : List.of(assembly.guidance());
  }
}
