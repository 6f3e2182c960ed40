package org.tweedie.study;

import java.io.PrintStream;
import java.time.Duration;
import org.tweedie.engine.problem.Plain;

/** A line for each thing that is said, and every so often for what runs. */
final class StudyLines implements StudyDisplay {

  private final PrintStream out;
  private final long interval;
  private long last = System.nanoTime();

  StudyLines(PrintStream out, Duration every) {
    this.out = out;
    interval = every.toNanos();
  }

  @Override
  public void say(String lines) {
    out.println(Plain.text(lines));
    out.flush();
  }

  @Override
  public void show(Standing standing) {
    long now = System.nanoTime();
    if (now - last >= interval) {
      say(standing.words());
      standing.running().forEach(line -> say("  " + line));
      last = now;
    }
  }

  @Override
  public void close() {}
}
