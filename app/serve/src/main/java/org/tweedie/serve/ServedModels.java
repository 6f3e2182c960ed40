package org.tweedie.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.problem.Closest;

/** The models of a server, in the order of their runs. */
record ServedModels(List<ServedModel> all) implements AutoCloseable {

  private static final String FIELD = "model";

  /** Opens all, or none. */
  static ServedModels open(List<ServedRun> runs) throws IOException {
    List<ServedModel> opened = new ArrayList<>();
    try {
      for (ServedRun run : runs) {
        opened.add(ServedModel.open(run));
      }
      return new ServedModels(List.copyOf(opened));
    } catch (IOException | RuntimeException | Error e) {
      opened.forEach(ServedModel::close);
      throw e;
    }
  }

  /** The one that a request names; the only one, where it names none. */
  Optional<ServedModel> chosen(Fields fields) {
    Optional<String> name = fields.text(FIELD);
    if (name.isEmpty() && all.size() == 1 && !fields.has(FIELD)) {
      return Optional.of(all.get(0));
    }
    List<String> names = all.stream().map(ServedModel::name).toList();
    Optional<ServedModel> found =
        name.flatMap(
            wanted -> all.stream().filter(model -> model.name().equals(wanted)).findFirst());
    if (found.isEmpty()) {
      fields
          .problems()
          .add(
              "unknown-model",
              fields.place(FIELD),
              FIELD,
              name.map(
                      wanted ->
                          "There is no model '%s'.%s"
                              .formatted(wanted, Closest.question(wanted, names)))
                  .orElse("There are several models, and the request names none."),
              "Available: " + String.join(", ", names));
    }
    return found;
  }

  @Override
  public void close() {
    all.forEach(ServedModel::close);
  }
}
