package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.NetworkModel;

/**
 * Flow matching from normal noise to eight Gaussians and to two moons in the plane, with pairs that
 * are independent, by optimal transport, or from a trained flow: the normalised path energy {@code
 * (E integral |u|^2 dt - W2^2) / W2^2}, and the Wasserstein distance of samples to test points,
 * each with its standard deviation over seeds; in how far an Euler's method of 1, 2 and 4 steps
 * leads elsewhere than one of 100 (root mean square). A table in Markdown, beside what Tong et al.
 * publish (arXiv 2302.00482, table 2) of such data in their own scale: an energy of 0.018 to 0.087
 * with optimal transport, of 0.222 to 2.738 with independent pairs, 0.069 to 0.149 after reflow.
 *
 * <p>{@code mvn -q -Pbenchmark verify -Dbenchmark=CouplingTable -Drounds=5 -Dsteps=5000}: as many
 * seeds, and as many steps of each training. What is trained already is not trained again.
 */
final class CouplingTable {

  private static final int COUNT = 512;
  private static final int FINE = 100;
  private static final DataShape PLANE = DataShape.point(2);
  private static final int[] FEW = {1, 2, 4};

  private final Tweedie tweedie;
  private final Path folder;
  private final int steps;
  private final Coupling transport;

  private CouplingTable(Tweedie tweedie, Path folder, int steps) throws IOException {
    this.tweedie = tweedie;
    this.folder = folder;
    this.steps = steps;
    try (Run any = opened("gaussians", "optimal-transport", 1, "")) {
      transport = any.assembly().objective().coupling().orElseThrow();
    }
  }

  /** Trains and prints. */
  public static void main(String[] arguments) throws IOException {
    int seeds = Integer.getInteger("rounds");
    int steps = Integer.getInteger("steps");
    Path folder = Path.of(System.getProperty("folder"), "couplings-" + steps);
    try (Tweedie tweedie = Tweedie.load()) {
      CouplingTable table = new CouplingTable(tweedie, folder, steps);
      System.out.println(
          "| to | pairs | path energy | W2 | 1 step off | 2 steps off | 4 steps off |");
      System.out.println("|---|---|--:|--:|--:|--:|--:|");
      for (String shape : new String[] {"gaussians", "moons"}) {
        for (String pairs : new String[] {"independent", "optimal-transport", "reflow"}) {
          List<double[]> found = new ArrayList<>();
          for (int seed = 1; seed <= seeds; seed++) {
            found.add(table.measured(shape, pairs, seed));
          }
          print(shape, pairs, found);
        }
      }
    }
  }

  private RunConfig config(String shape, String pairs, int seed, String teacher) {
    String of = teacher.isEmpty() ? "" : ", teacher: '" + teacher + "', teacher-steps: 50";
    return tweedie.example(
        "moons",
        "data={type: points, shape: " + shape + "}",
        "schedule=rectified-flow",
        "network={type: mlp, width: 64}",
        "objective={type: flow-matching, coupling: " + pairs + of + "}",
        "times=uniform",
        "averages={type: exponential, decay: 0.995}",
        "measures=[energy-distance]",
        ("train={steps: %d, batch: 256, learning-rate: 1e-3, label-dropout: 1, sample-every: 0,"
                + " evaluate-every: 0, seed: %d}")
            .formatted(steps, seed));
  }

  private Run opened(String shape, String pairs, int seed, String teacher) throws IOException {
    Path own = folder.resolve("%s-%s-%d".formatted(shape, pairs, seed));
    RunConfig config = config(shape, pairs, seed, teacher);
    Run run = Tweedie.isRun(own) ? tweedie.resume(own, config) : tweedie.create(own, config);
    run.train(RunListener.silent());
    return run;
  }

  private double[] measured(String shape, String pairs, int seed) throws IOException {
    String teacher = "";
    if (pairs.equals("reflow")) {
      try (Run first = opened(shape, "independent", seed, "")) {
        teacher = first.path().toAbsolutePath().toString();
      }
    }
    try (Run run = opened(shape, pairs, seed, teacher)) {
      float[] values = new float[2 * COUNT];
      for (int i = 0; i < COUNT; i++) {
        run.data().test().read(i, values, 2 * i);
      }
      RunFolder own = new RunFolder(run.path());
      try (NetworkModel model =
          TrainedModels.open(
              run.assembly(),
              own.checkpoints(),
              own.checkpoints().read(run.step()),
              ChosenWeights.average(),
              TrainedModels.settings(run.config().train()))) {
        return measured(model, Batch.of(PLANE, values), seed);
      }
    }
  }

  private static Batch flow(DiffusionModel model, Batch z, double time) {
    return model.predict(z, time, Condition.none(COUNT)).flow();
  }

  private double[] measured(DiffusionModel model, Batch data, int seed) {
    Batch noise = new SeededNoise(seed, 0, COUNT, PLANE).draw(0);
    double energy = 0;
    Batch z = noise;
    for (int i = FINE; i > 0; i--) {
      Batch u = flow(model, z, (double) i / FINE);
      for (double square : u.squaredDistances(Batch.zeros(PLANE, COUNT))) {
        energy += square / COUNT / FINE;
      }
      z = z.combine(1, -1.0 / FINE, u);
    }
    double least = distance(noise, z);
    double[] found = new double[2 + FEW.length];
    found[0] = energy / least - 1;
    found[1] = Math.sqrt(distance(z, data));
    for (int k = 0; k < FEW.length; k++) {
      Batch few = noise;
      for (int i = FEW[k]; i > 0; i--) {
        few = few.combine(1, -1.0 / FEW[k], flow(model, few, (double) i / FEW[k]));
      }
      double off = 0;
      for (double square : few.squaredDistances(z)) {
        off += square / COUNT;
      }
      found[2 + k] = Math.sqrt(off);
    }
    return found;
  }

  /** The squared Wasserstein distance of two samples of one size, exact. */
  private double distance(Batch first, Batch second) {
    int[] order = transport.order(first, second);
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int k = 0; k < 2; k++) {
        double apart = first.values()[2 * i + k] - second.values()[2 * order[i] + k];
        sum += apart * apart;
      }
    }
    return sum / COUNT;
  }

  private static void print(String shape, String pairs, List<double[]> found) {
    StringBuilder row = new StringBuilder("| %s | %s |".formatted(shape, pairs));
    for (int k = 0; k < found.get(0).length; k++) {
      int column = k;
      double mean = found.stream().mapToDouble(each -> each[column]).average().orElseThrow();
      double squares = found.stream().mapToDouble(each -> Math.pow(each[column] - mean, 2)).sum();
      row.append(
          found.size() == 1
              ? String.format(Locale.ROOT, " %.4f |", mean)
              : String.format(
                  Locale.ROOT, " %.4f +- %.4f |", mean, Math.sqrt(squares / (found.size() - 1))));
    }
    System.out.println(row);
  }
}
