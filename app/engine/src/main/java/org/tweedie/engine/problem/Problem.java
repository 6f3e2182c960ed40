package org.tweedie.engine.problem;

import java.util.List;

/**
 * One thing that is wrong with the user's input.
 *
 * @param code a short stable name of the kind of problem, such as {@code unknown-option}
 * @param location where it was written
 * @param path the dotted path of the option; empty where there is none
 * @param lines what is wrong, and what to do about it
 */
public record Problem(String code, Location location, String path, List<String> lines) {

  /** Copies the lines. */
  public Problem {
    lines = List.copyOf(lines);
  }

  /** A problem that is not about an option. */
  public static Problem of(String code, Location location, String... lines) {
    return new Problem(code, location, "", List.of(lines));
  }

  /** The problem as users read it: a heading and indented lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[" + code + "] " + location);
    if (!path.isEmpty()) {
      text.append("  ").append(path);
    }
    for (String paragraph : lines) {
      paragraph.lines().forEach(line -> text.append("\n   ").append(line));
    }
    return text.toString();
  }
}
