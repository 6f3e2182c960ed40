package org.tweedie.study;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.engine.problem.Plain;

/** Draws the running trials below what stays, in place of what it drew before. */
final class LiveTable implements StudyDisplay {

  private static final long BETWEEN = Duration.ofMillis(250).toNanos();

  /** To the line's beginning; what is below it is taken away (ECMA-48, CUU and ED). */
  private static final String UP = "\033[%dA";

  private static final String CLEAR = "\r\033[J";

  private final PrintStream out;
  private final int width;
  private int drawn;
  private long last = System.nanoTime() - BETWEEN;
  private String before = "";

  LiveTable(PrintStream out, int width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public void say(String lines) {
    erase();
    out.println(Plain.text(lines));
    out.flush();
  }

  @Override
  public void show(Standing standing) {
    long now = System.nanoTime();
    if (now - last < BETWEEN) {
      return;
    }
    List<String> lines = new ArrayList<>(List.of(standing.words()));
    standing.running().forEach(line -> lines.add("  " + line));
    String text = String.join("\n", lines.stream().map(Plain::text).map(this::cut).toList());
    if (drawn == 0 || !text.equals(before)) {
      erase();
      out.println(text);
      out.flush();
      drawn = lines.size();
      before = text;
    }
    last = now;
  }

  private String cut(String line) {
    return line.length() < width ? line : line.substring(0, Math.max(1, width - 2)) + "…";
  }

  private void erase() {
    if (drawn > 0) {
      out.print(UP.formatted(drawn) + CLEAR);
      drawn = 0;
    }
  }

  @Override
  public void close() {
    erase();
    out.flush();
  }
}
