package org.tweedie.study.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.study.Plan;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.StudyRun;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.fake.FakeMeasures;
import org.tweedie.study.stage.Phase;

/**
 * What 1, 10, 100 and more workers give for a study of a thousand trials: the real scheduler with a
 * clock of its own ({@link SimulatedWorkers}). Measured are the scheduler's time and the times that
 * are given; that workers do not hold each other up is assumed. {@code -Dtrials=1000 -Dprocess=2
 * -Dtrain=60 -Dsample=5 -Dmeasure=10 -Dsubmit=0.02 -Dlook=4}.
 */
public final class WorkersTable {

  private static final Registry REGISTRY = Fakes.registry(FakeMeasures.class);

  private WorkersTable() {}

  /** Prints the table. */
  public static void main(String... arguments) throws IOException {
    int trials = Integer.getInteger("trials", 1000);
    SimulatedWorkers.Times times =
        new SimulatedWorkers.Times(
            seconds("process", 2),
            Map.of(
                Phase.TRAIN, seconds("train", 60),
                Phase.SAMPLE, seconds("sample", 5),
                Phase.MEASURE, seconds("measure", 10)),
            seconds("submit", 0.02),
            seconds("look", 4));
    System.out.printf(Locale.ROOT, "%d trials, each its own training; %s%n%n", trials, times);
    System.out.println("| workers | clock, s | of the ideal | the study's own work, s |");
    System.out.println("|---|---|---|---|");
    for (int workers : new int[] {1, 10, 100, 1000}) {
      print(trials, workers, times);
    }
  }

  private static double seconds(String name, double usual) {
    return Double.parseDouble(System.getProperty(name, Double.toString(usual)));
  }

  private static void print(int trials, int workers, SimulatedWorkers.Times times)
      throws IOException {
    Path path = Files.createTempDirectory("tweedie-workers");
    try {
      String rates =
          IntStream.rangeClosed(1, trials)
              .mapToObj(i -> String.format(Locale.ROOT, "%.6f", i * 1e-6))
              .collect(Collectors.joining(", "));
      String study =
          "base: {data: toy, measures: [bits, likeness], train: {steps: 10}}\naxes: {train.learning-rate: [%s]}\n"
              .formatted(rates);
      Plan plan =
          Plan.of(
              StudyReader.read(
                  "s.yaml", study, StudyArguments.NONE, any -> Optional.empty(), REGISTRY),
              REGISTRY);
      StudyFolder folder = new StudyFolder(path);
      folder.begin(plan, 1);
      SimulatedWorkers simulated = new SimulatedWorkers(times);
      StudyRun.Ending ending =
          new StudyRun(
                  plan,
                  folder,
                  simulated,
                  new StudyRun.Options(workers, 1, false),
                  simulated,
                  () -> false)
              .run();
      if (ending != StudyRun.Ending.COMPLETE || folder.outcomes().size() != trials) {
        throw new IllegalStateException("the study did not come to its end: " + ending);
      }
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.0f%% | %.1f |%n",
          workers,
          simulated.now(),
          100 * simulated.worked() / workers / simulated.now(),
          simulated.own());
    } finally {
      delete(path);
    }
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
