package org.tweedie.engine.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.tweedie.engine.problem.Plain;

/** A line every so often, and one at the end. */
final class Lines implements Progress {

  private final PrintStream out;
  private final long interval;
  private final String what;
  private final String unit;
  private final long total;
  private final Pace pace;
  private long last = System.nanoTime();
  private String pending = "";

  Lines(PrintStream out, Duration every, String what, String unit, long total) {
    this.out = out;
    this.interval = every.toNanos();
    this.what = what;
    this.unit = unit;
    this.total = total;
    pace = new Pace(total);
  }

  @Override
  public void advance(long done, String note) {
    long now = System.nanoTime();
    pace.at(done, now);
    pending =
        String.format(
            Locale.ROOT,
            "%s %,d/%,d %s%s%s%s",
            what,
            done,
            total,
            unit,
            pace.rate().map(rate -> String.format(Locale.ROOT, "  %.1f/s", rate)).orElse(""),
            pace.left().map(left -> "  " + Progress.clock(left) + " left").orElse(""),
            note.isEmpty() ? "" : "  " + note);
    if (now - last >= interval) {
      print();
      last = now;
    }
  }

  @Override
  public void close() {
    print();
  }

  private void print() {
    if (!pending.isEmpty()) {
      out.println(Plain.text(pending));
      pending = "";
    }
  }
}
