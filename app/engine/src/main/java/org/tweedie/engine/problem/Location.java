package org.tweedie.engine.problem;

/**
 * Where something was written.
 *
 * @param source the file as the user named it, or the command line's override
 * @param line the line, from 1; 0 where the source has no lines
 * @param column the column, from 1; 0 where the source has no lines
 */
public record Location(String source, int line, int column) {

  /** A whole source: a jar, a folder, an override on the command line. */
  public static Location of(String source) {
    return new Location(source, 0, 0);
  }

  /** As editors and terminals understand it: {@code run.yaml:12:7}. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
