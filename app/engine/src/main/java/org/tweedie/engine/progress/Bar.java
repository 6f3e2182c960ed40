package org.tweedie.engine.progress;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.tweedie.engine.problem.Plain;

/** A bar on a terminal, with rate, remaining time and a note. */
final class Bar implements Progress {

  private final Pace pace;
  private final ProgressBar bar;

  Bar(String what, String unit, long from, long total) {
    pace = new Pace(total);
    bar =
        new ProgressBarBuilder()
            .setTaskName(Plain.text(what))
            .setUnit(" " + Plain.text(unit), 1)
            .startsFrom(from, Duration.ZERO)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(250)
            .setEtaFunction(state -> pace.left())
            .showSpeed(
                new java.text.DecimalFormat(
                    "0.0", java.text.DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .build();
  }

  @Override
  public void advance(long done, String note) {
    pace.at(done, System.nanoTime());
    bar.stepTo(done);
    bar.setExtraMessage(note.isEmpty() ? "" : " " + note);
  }

  @Override
  public void close() {
    bar.close();
  }
}
