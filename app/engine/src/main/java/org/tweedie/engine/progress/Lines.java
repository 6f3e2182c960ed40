package org.tweedie.engine.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** A line every so often, and one at the end. */
final class Lines implements Progress {

  private final PrintStream out;
  private final long interval;
  private final String what;
  private final String unit;
  private final long from;
  private final long total;
  private final long start = System.nanoTime();
  private long last = start;
  private long done;
  private String pending = "";

  Lines(PrintStream out, Duration every, String what, String unit, long from, long total) {
    this.out = out;
    this.interval = every.toNanos();
    this.what = what;
    this.unit = unit;
    this.from = from;
    this.total = total;
    this.done = from;
  }

  @Override
  public void advance(long nowDone, String note) {
    done = nowDone;
    long now = System.nanoTime();
    double seconds = (now - start) / 1e9;
    double rate = (done - from) / seconds;
    long remaining = rate > 0 ? Math.round((total - done) / rate) : 0;
    pending =
        String.format(
            Locale.ROOT,
            "%s %,d/%,d %s  %.1f/s  %s left%s",
            what,
            done,
            total,
            unit,
            rate,
            Progress.clock(Duration.ofSeconds(remaining)),
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
      out.println(pending);
      pending = "";
    }
  }
}
