package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
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
 * |E integral |u|^2 dt - W2^2| / W2^2}, and the Wasserstein distance of samples to test points,
 * each with its standard deviation over seeds; in how far an Euler's method of 1, 2 and 4 steps
 * leads elsewhere than one of 100 (root mean square). A table in Markdown, beside what Tong et al.
 * publish (arXiv 2302.00482, table 2) of such data in their own scale: an energy of 0.018 to 0.087
 * with optimal transport, of 0.222 to 2.738 with independent pairs, 0.069 to 0.149 after reflow.
 *
 * <p>{@code mvn -q -Pbenchmark verify -Dbenchmark=CouplingTable -Drounds=5 -Dsteps=5000}: as many
 * seeds, and as many steps of each training. What is trained already is not trained again. With
 * {@code -Dpython=PYTHON}, one with torchcfm, the same network is trained by TorchCFM too, in turns
 * with the program: of the same points, from the same noise, measured by the same lines.
 */
final class CouplingTable {

  private static final String SCRIPT = "flow_matching_in_torch.py";
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
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int seeds = Integer.getInteger("rounds");
    int steps = Integer.getInteger("steps");
    String python = System.getProperty("python", "");
    Path folder = Path.of(System.getProperty("folder"), "couplings-" + steps);
    try (Tweedie tweedie = Tweedie.load()) {
      CouplingTable table = new CouplingTable(tweedie, folder, steps);
      System.out.println(
          "| to | pairs | by | path energy | W2 | 1 step off | 2 steps off | 4 steps off |");
      System.out.println("|---|---|---|--:|--:|--:|--:|--:|");
      for (String shape : new String[] {"gaussians", "moons"}) {
        for (String pairs : new String[] {"independent", "optimal-transport", "reflow"}) {
          if (pairs.equals("reflow") && !python.isEmpty()) {
            // TorchCFM has none.
            continue;
          }
          List<double[]> found = new ArrayList<>();
          List<double[]> torch = new ArrayList<>();
          for (int seed = 1; seed <= seeds; seed++) {
            found.add(table.measured(shape, pairs, seed));
            if (!python.isEmpty()) {
              torch.add(table.ofTorch(python, shape, pairs, seed));
            }
          }
          print(shape, pairs, "Tweedie", found);
          if (!torch.isEmpty()) {
            print(shape, pairs, "TorchCFM", torch);
          }
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
      RunFolder own = new RunFolder(run.path());
      try (NetworkModel model =
          TrainedModels.open(
              run.assembly(),
              own.checkpoints(),
              own.checkpoints().read(run.step()),
              ChosenWeights.average(),
              TrainedModels.settings(run.config().train()))) {
        return measured(model, first(run.data().test(), COUNT), seed);
      }
    }
  }

  private static Batch flow(DiffusionModel model, Batch z, double time) {
    return model.predict(z, time, Condition.none(COUNT)).flow();
  }

  private static Batch noise(int seed) {
    return new SeededNoise(seed, 0, COUNT, PLANE).draw(0);
  }

  private double[] measured(DiffusionModel model, Batch data, int seed) {
    double energy = 0;
    Batch z = noise(seed);
    for (int i = FINE; i > 0; i--) {
      Batch u = flow(model, z, (double) i / FINE);
      for (double square : u.squaredDistances(Batch.zeros(PLANE, COUNT))) {
        energy += square / COUNT / FINE;
      }
      z = z.combine(1, -1.0 / FINE, u);
    }
    List<Batch> ends = new ArrayList<>(List.of(z));
    for (int steps : FEW) {
      Batch few = noise(seed);
      for (int i = steps; i > 0; i--) {
        few = few.combine(1, -1.0 / steps, flow(model, few, (double) i / steps));
      }
      ends.add(few);
    }
    return measured(energy, ends, data, seed);
  }

  /**
   * What is told of walks from noise.
   *
   * @param energy mean over walks and time of the squared speed
   * @param ends where walks lead: of many steps, and of few
   */
  private double[] measured(double energy, List<Batch> ends, Batch data, int seed) {
    double[] found = new double[2 + FEW.length];
    found[0] = Math.abs(energy / distance(noise(seed), ends.get(0)) - 1);
    found[1] = Math.sqrt(distance(ends.get(0), data));
    for (int k = 0; k < FEW.length; k++) {
      double off = 0;
      for (double square : ends.get(k + 1).squaredDistances(ends.get(0))) {
        off += square / COUNT;
      }
      found[2 + k] = Math.sqrt(off);
    }
    return found;
  }

  /** The same of TorchCFM, whose process sees the same points and begins at the same noise. */
  private double[] ofTorch(String python, String shape, String pairs, int seed)
      throws IOException, InterruptedException {
    Path own = folder.resolve("torch-%s-%s-%d".formatted(shape, pairs, seed));
    Files.createDirectories(own);
    Path script = own.resolve(SCRIPT);
    try (InputStream source =
        Objects.requireNonNull(CouplingTable.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
    }
    Batch data;
    try (Run run = opened(shape, pairs, seed, "")) {
      data = first(run.data().test(), COUNT);
      write(first(run.data().train(), run.data().train().size()), own.resolve("train"));
    }
    write(noise(seed), own.resolve("noise"));
    Path answer = own.resolve("answer");
    List<String> command = new ArrayList<>(List.of(python, script.toString(), pairs));
    command.addAll(List.of(String.valueOf(steps), String.valueOf(seed)));
    for (String file : List.of("train", "noise", "ends")) {
      command.add(own.resolve(file).toString());
    }
    int ended =
        new ProcessBuilder(command)
            .redirectError(own.resolve("log").toFile())
            .redirectOutput(answer.toFile())
            .start()
            .waitFor();
    if (ended != 0) {
      throw new IOException("TorchCFM has ended with %d: see %s".formatted(ended, own));
    }
    float[] values = new float[2 * COUNT * (1 + FEW.length)];
    ByteBuffer.wrap(Files.readAllBytes(own.resolve("ends")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    List<Batch> ends = new ArrayList<>();
    for (int k = 0; k <= FEW.length; k++) {
      ends.add(Batch.of(PLANE, Arrays.copyOfRange(values, 2 * COUNT * k, 2 * COUNT * (k + 1))));
    }
    double energy = Double.parseDouble(Files.readString(answer).split(" ", 2)[0]);
    return measured(energy, ends, data, seed);
  }

  private static void write(Batch points, Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * points.values().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(points.values());
    Files.write(file, bytes.array());
  }

  private static Batch first(Examples examples, int count) {
    float[] values = new float[2 * count];
    for (int i = 0; i < count; i++) {
      examples.read(i, values, 2 * i);
    }
    return Batch.of(PLANE, values);
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

  private static void print(String shape, String pairs, String by, List<double[]> found) {
    StringBuilder row = new StringBuilder("| %s | %s | %s |".formatted(shape, pairs, by));
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
