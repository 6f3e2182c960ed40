package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Readings;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.inspection.Distillation;
import org.tweedie.engine.picture.ImageGrid;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * Students of a diffusion of small images beside their teacher, in 1, 2, 4 and 8 predictions a
 * sample: Frechet distance, the share of samples that a classifier takes for their class, and
 * seconds, each with a 95% interval over seeds, of which each has a teacher and students of its
 * own. A table in Markdown, which is printed as it grows, and a picture of the first seed's
 * samples, a row for each row of the table, from the same noise. What is trained or measured
 * already is not done again.
 *
 * <p>{@code mvn -q -Pbenchmark verify -Dbenchmark=StudentsTable -Drounds=3 -Dsteps=2000}: as many
 * seeds, and as many steps of the teacher's training and of each student's in all; of the digits,
 * or with {@code -Dexample=fashion-mnist-small} of an example whose files lie where its config
 * says, by a smaller network than its own. {@code -Dclassifier=RUN}: whose eyes samples are seen
 * with; the digits without one, by their pixels.
 */
final class StudentsTable {

  private static final int MOST = 8;

  /** Samples of a row of the picture: one of each class. */
  private static final int COLUMNS = 10;

  private static final List<String> KEYS =
      List.of("frechet_distance", "classifier_accuracy", "seconds");

  /** The 97.5% quantiles of Student's distribution with 1 to 9 degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262
  };

  private static final Location SAID = Location.of("StudentsTable");

  private final Tweedie tweedie;
  private final Map<String, Map<Integer, List<double[]>>> found = new LinkedHashMap<>();
  private final List<String> captions = new ArrayList<>();
  private final List<Batch> drawn = new ArrayList<>();
  private boolean drawing = true;

  private StudentsTable(Tweedie tweedie) {
    this.tweedie = tweedie;
  }

  /** Trains and prints. */
  public static void main(String[] arguments) throws IOException {
    int first = Integer.getInteger("first");
    int seeds = Integer.getInteger("rounds");
    int steps = Integer.getInteger("steps");
    String example = System.getProperty("example");
    Path folder = Path.of(System.getProperty("folder"), "students-" + example + "-" + steps);
    try (Tweedie tweedie = Tweedie.load()) {
      StudentsTable table = new StudentsTable(tweedie);
      for (int seed = first; seed < first + seeds; seed++) {
        Path own = folder.resolve("seed-" + seed);
        RunConfig config = config(tweedie, example, steps, seed);
        table.seed(own, config);
        table.print();
        table.draw(own);
      }
    }
  }

  private static RunConfig config(Tweedie tweedie, String example, int steps, int seed) {
    boolean digits = "digits".equals(example);
    String classifier = System.getProperty("classifier", "");
    String eyes = classifier.isEmpty() ? "" : ", classifier: " + classifier;
    return tweedie.example(
        example,
        "schedule=cosine",
        "network={type: unet, channels: %s, channel-multipliers: [1, 2], blocks: 1}"
            .formatted(digits ? "16" : "24, patch: 2"),
        "objective={type: simple, predict: velocity}",
        "preconditioning=none",
        "times=low-discrepancy",
        "optimizer=adamw",
        "learning-rate=constant",
        "averages={type: exponential, decay: 0.995}",
        "guidance=none",
        "measures=[{type: frechet%1$s}, {type: classifier-accuracy%1$s}, seconds]".formatted(eyes),
        "evaluate={samples: 1000}",
        "sample={batch: 250}",
        "sampler={type: ddim, steps: 8}",
        ("train={steps: %d, batch: %d, learning-rate: 2e-3, label-dropout: 0, sample-every: 0,"
                + " evaluate-every: 0, seed: %d}")
            .formatted(steps, digits ? 64 : 32, seed));
  }

  private void seed(Path folder, RunConfig config) throws IOException {
    Path teacher = folder.resolve("teacher");
    train(teacher, config);
    for (int steps : new int[] {1, 2, 4, 8, 20}) {
      measure(teacher, "teacher, ddim", "ddim", steps);
    }
    for (ComponentType objective : Distillation.objectives(tweedie.components())) {
      Distillation distillation;
      try (Run run = tweedie.open(teacher)) {
        distillation =
            new Distillation(
                teacher,
                run.config(),
                run.assembly().data().shape(),
                run.assembly().objective().predicts(),
                objective);
      }
      List<Distillation.Round> rounds =
          distillation.rounds(2 * MOST, 1, folder.resolve(objective.name()));
      for (Distillation.Round round : rounds) {
        train(
            round.folder(),
            distillation.student(
                round, rounds.size(), List.of(Layer.of("train.learning-rate", 1e-3, SAID))));
        if (distillation.isInRounds()) {
          measure(round.folder(), objective.name(), "ddim", round.steps());
        }
      }
      if (!distillation.isInRounds()) {
        jumps(rounds.get(0).folder(), objective.name());
      }
    }
    Path own = folder.resolve("consistency-training");
    train(
        own,
        config
            .with(Kinds.OBJECTIVE.key(), "consistency-training")
            .with(Kinds.TIMES.key(), Map.of("type", "log-normal", "mean", -1.1, "deviation", 2))
            .with(Kinds.SAMPLER.key(), "consistency"));
    jumps(own, "consistency-training");
    measure(teacher, "teacher, ancestral", "ancestral", 1000);
  }

  private void jumps(Path folder, String name) throws IOException {
    for (int steps = 1; steps <= MOST; steps *= 2) {
      measure(folder, name, "consistency", steps);
    }
  }

  private void train(Path folder, RunConfig config) throws IOException {
    try (Run run =
        Tweedie.isRun(folder) ? tweedie.resume(folder, config) : tweedie.create(folder, config)) {
      run.train(RunListener.silent());
    }
  }

  private void measure(Path folder, String name, String sampler, int steps) throws IOException {
    found
        .computeIfAbsent(name, any -> new LinkedHashMap<>())
        .computeIfAbsent(steps, any -> new ArrayList<>())
        .add(measured(folder, sampler, steps));
    if (drawing) {
      try (Run run = open(folder, sampler, steps)) {
        captions.add("%s, %d".formatted(name, steps));
        drawn.add(run.sample(Samples.count(COLUMNS).seed(1)));
      }
    }
  }

  private void draw(Path folder) throws IOException {
    if (drawing) {
      try (Run run = tweedie.open(folder.resolve("teacher"))) {
        Path picture = folder.resolve("samples.png");
        Png.write(
            picture,
            new ImageGrid(run.assembly().data(), COLUMNS, 0, captions)
                .draw(drawn.stream().reduce(Batch::followedBy).orElseThrow()));
        System.out.println(picture);
      }
    }
    drawing = false;
  }

  private Run open(Path folder, String sampler, int steps) {
    return tweedie.open(
        folder, it -> it.with(Kinds.SAMPLER.key(), Map.of("type", sampler, "steps", steps)));
  }

  private double[] measured(Path folder, String sampler, int steps) throws IOException {
    Path kept = folder.resolve("%s-%d.json".formatted(sampler, steps));
    if (Files.exists(kept)) {
      return JsonMapper.shared().readValue(kept, double[].class);
    }
    try (Run run = open(folder, sampler, steps)) {
      Readings readings = run.measure(RunListener.silent());
      double[] values = KEYS.stream().mapToDouble(key -> value(readings, key)).toArray();
      JsonMapper.shared().writeValue(kept, values);
      return values;
    }
  }

  /** A reading by its own key, or by that which a classifier of its own gives it. */
  private static double value(Readings readings, String key) {
    return readings
        .reading(key)
        .or(() -> readings.reading(key + "_by_classifier"))
        .orElseThrow(
            () -> new IllegalStateException("no reading %s in %s".formatted(key, readings)))
        .value();
  }

  private void print() {
    System.out.println("| | predictions | " + String.join(" | ", KEYS) + " |");
    System.out.println("|---|--:|--:|--:|--:|");
    found.forEach(
        (name, all) ->
            all.forEach(
                (steps, values) -> {
                  StringBuilder row = new StringBuilder("| %s | %d |".formatted(name, steps));
                  for (int k = 0; k < KEYS.size(); k++) {
                    row.append(' ').append(interval(values, k)).append(" |");
                  }
                  System.out.println(row);
                }));
  }

  private static String interval(List<double[]> values, int k) {
    double mean = values.stream().mapToDouble(each -> each[k]).average().orElseThrow();
    if (values.size() == 1) {
      return String.format(Locale.ROOT, "%.4g", mean);
    }
    double squares =
        values.stream().mapToDouble(each -> Math.pow(each[k] - mean, 2)).sum()
            / (values.size() - 1);
    double t = T[Math.min(T.length, values.size() - 1) - 1];
    return String.format(Locale.ROOT, "%.4g +- %.2g", mean, t * Math.sqrt(squares / values.size()));
  }
}
