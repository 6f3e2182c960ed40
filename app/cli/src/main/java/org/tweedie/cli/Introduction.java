package org.tweedie.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Kinds;
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
    lines.add(model());
    run.notes().forEach(note -> lines.add("Note      " + note));
    return lines;
  }

  private String model() {
    if (!run.config().components(Kinds.OBJECTIVE).isEmpty()) {
      return say(
          "Model     %s with %,d parameters, predicting %s; schedule %s, objective %s",
          name("network"),
          run.parameters(),
          run.assembly().objective().predicts().name().toLowerCase(Locale.ROOT),
          name("schedule"),
          name("objective"));
    }
    return say(
        "Model     %s with %,d parameters; %s",
        name(Kinds.MODEL.key()),
        run.parameters(),
        Kinds.all().stream()
            .filter(kind -> Kinds.ofSomeModels().contains(kind))
            .filter(kind -> !run.config().components(kind).isEmpty())
            .map(kind -> kind.word() + " " + name(kind.key()))
            .collect(Collectors.joining(", ")));
  }

  private String name(String kind) {
    return run.config().at(kind).orElseThrow().replaceFirst(".*/", "");
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
