package org.tweedie.engine.problem;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Collects problems, so that all of them are told at once. Not for several threads. */
public final class Problems {

  private final LinkedHashSet<Problem> found = new LinkedHashSet<>();

  /** Notes a problem; one that is already there is not told twice. */
  public void add(Problem problem) {
    found.add(problem);
  }

  /** Notes a problem. */
  public void add(String code, Location location, String path, String... lines) {
    add(new Problem(code, location, path, List.of(lines)));
  }

  /** Notes several problems. */
  public void addAll(List<Problem> problems) {
    found.addAll(problems);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** How many there are. */
  public int count() {
    return found.size();
  }

  /** All, in the order in which they were found. */
  public List<Problem> all() {
    return new ArrayList<>(found);
  }

  /**
   * A numbered list under a heading.
   *
   * @param subject what the problems are about, as in {@code run.yaml}
   * @param problems at least one
   */
  public static String render(String subject, List<Problem> problems) {
    int count = problems.size();
    StringBuilder text =
        new StringBuilder(subject + ": " + count + (count == 1 ? " problem" : " problems"));
    for (int i = 0; i < count; i++) {
      text.append("\n").append(i + 1).append(") ").append(problems.get(i));
    }
    return text.toString();
  }
}
