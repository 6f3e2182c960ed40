package org.tweedie.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.engine.Run;

/** What is said of a run before it is trained. */
record Introduction(Run run) {

  List<String> lines() throws IOException {
    DataDescription data = run.assembly().data();
    List<String> lines = new ArrayList<>();
    lines.add(
        say(
            "Run       %s%s",
            run.path(), run.step() > 0 ? ", going on after step " + run.step() : ""));
    lines.add(
        say(
            "Data      %s: %,d training and %,d test examples of %s, %s, %s",
            name("data"),
            run.data().train().size(),
            run.data().test().size(),
            data.shape(),
            data.levels().map(Levels::count).map(count -> count + " levels").orElse("continuous"),
            data.classes().isEmpty() ? "no classes" : data.classes().size() + " classes"));
    lines.add(
        say(
            "Model     %s with %,d parameters, predicting %s; schedule %s, objective %s",
            name("network"),
            run.parameters(),
            run.assembly().objective().predicts().name().toLowerCase(Locale.ROOT),
            name("schedule"),
            name("objective")));
    run.notes().forEach(note -> lines.add("Note      " + note));
    return lines;
  }

  private String name(String kind) {
    return run.config().at(kind).orElseThrow().replaceFirst(".*/", "");
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
