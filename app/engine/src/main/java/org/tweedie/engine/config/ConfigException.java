package org.tweedie.engine.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/** A config that cannot be run; the message tells all its problems to the person who wrote it. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /**
   * With all problems.
   *
   * @param problems at least one
   */
  public ConfigException(List<Problem> problems) {
    super(Problems.render(subject(problems), problems));
    this.problems = List.copyOf(problems);
  }

  /** With all problems and what lies beneath one of them. */
  public ConfigException(List<Problem> problems, Throwable cause) {
    super(Problems.render(subject(problems), problems), cause);
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order in which they are told. */
  public List<Problem> problems() {
    return problems;
  }

  /** The same with a further line of advice for each problem. */
  public ConfigException with(String advice) {
    return new ConfigException(
        problems.stream()
            .map(
                problem ->
                    new Problem(
                        problem.code(),
                        problem.location(),
                        problem.path(),
                        Stream.concat(problem.lines().stream(), Stream.of(advice)).toList()))
            .toList(),
        this);
  }

  private static String subject(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.location().source())
        .map(source -> source.startsWith("--") ? "command line" : source)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
