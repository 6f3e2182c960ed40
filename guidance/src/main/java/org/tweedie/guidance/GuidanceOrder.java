package org.tweedie.guidance;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.InOrder;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

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

  /** The same, and one where a guidance takes the sampler's steps and there are none. */
  static List<String> walksLast(String name, Guidance guidance, Assembly assembly) {
    List<String> objections = new ArrayList<>(mustBeLast(name, guidance, assembly));
    if (!(assembly.sampler() instanceof Walking)) {
      objections.add(hasNoSteps(name));
    }
    return objections;
  }

  /**
   * How a sampler walks in steps.
   *
   * @throws IllegalArgumentException if it does not
   */
  static Walk.Options stepsOf(Sampler sampler, String name) {
    if (sampler instanceof Walking walking) {
      return walking.walk();
    }
    throw new IllegalArgumentException(hasNoSteps(name));
  }

  private static String hasNoSteps(String name) {
    return "guidance '%s' takes the sampler's steps, and this sampler has none: take one that walks in steps, as ancestral or ddim"
        .formatted(name);
  }

  private static List<Guidance> list(Assembly assembly) {
    return assembly.guidance() instanceof InOrder inOrder
        ? inOrder.members()
        : List.of(assembly.guidance());
  }
}
