package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.network.EncodedText;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.PickleFile;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.Weights;

/**
 * Weights of another run that a training starts from: those that have the name and the shape of a
 * parameter of its own. The weights are those that the other run's next step would have started
 * from, and the averages start from its averaged weights; what an optimizer keeps starts anew.
 *
 * @param from the run or checkpoint, as the config names it
 * @param file the checkpoint
 * @param step the checkpoint's step
 * @param sha256 of the file
 * @param weights the weights that are taken, by parameter
 * @param averaged the averages of the same
 * @param left what is not taken, in words
 * @param parameters how many parameters the training has
 */
public record WarmStart(
    String from,
    Path file,
    long step,
    String sha256,
    Map<String, float[]> weights,
    Map<String, float[]> averaged,
    List<String> left,
    int parameters) {

  /** How many parameters are named of each sort. */
  private static final int NAMED = 3;

  private static final String PATH = "train.from";

  /** What {@link Provenance} calls it. */
  static final String KEY = "from";

  /**
   * Reads the weights that a config's training starts from.
   *
   * @param shapes the shape of every parameter of the training; asked where it names one
   * @return empty where the config names no run
   * @throws ConfigException if there is no such run or checkpoint, or nothing of it fits
   */
  public static Optional<WarmStart> of(RunConfig config, Supplier<Map<String, Shape>> shapes) {
    return of(config, shapes, Optional.empty());
  }

  /**
   * The same of a network that may be told captions.
   *
   * @param text how it is told them: what stands for other words there is left, whatever its shape
   */
  public static Optional<WarmStart> of(
      RunConfig config, Supplier<Map<String, Shape>> shapes, Optional<EncodedText> text) {
    String from = config.train().from();
    if (from.isBlank()) {
      return Optional.empty();
    }
    Map<String, Shape> expected = shapes.get();
    try {
      Path file = file(from);
      Checkpoint checkpoint = Checkpoint.of(Safetensors.read(file), file.toString());
      WarmStart start = of(from, file, checkpoint, expected).without(otherWords(from, text));
      if (start.weights.isEmpty()) {
        throw refused(
            config,
            "Nothing of '%s' fits: none of its %d parameters has the name and the shape of one of this run's %d."
                .formatted(from, names(checkpoint).size(), expected.size()),
            "Please name a run of such a network, or take the network of that run.");
      }
      return Optional.of(start);
    } catch (InvalidPathException e) {
      throw refused(config, "'%s' is no path: %s".formatted(from, e.getReason()));
    } catch (FileFormatException | IllegalArgumentException e) {
      throw refused(config, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw refused(config, "'%s' cannot be read: %s".formatted(from, e.getMessage()));
    }
  }

  /** What the names of parameters begin with that mean other words there; empty where none do. */
  private static Optional<String> otherWords(String from, Optional<EncodedText> text) {
    Path path = Path.of(from);
    // Of a checkpoint, which lies in a folder of its run's.
    Path run =
        Files.isRegularFile(path) ? path.toAbsolutePath().resolveSibling("..").normalize() : path;
    Path kept = new RunFolder(run).conditions();
    return text.isPresent() && Files.exists(kept)
        ? ConditioningFile.read(kept)
            .captions()
            .filter(there -> !there.tokenizer().equals(text.get().tokenizer().saved()))
            .map(there -> Weights.TEXT_ENCODER)
        : Optional.empty();
  }

  private WarmStart without(Optional<String> beginning) {
    List<String> others =
        weights.keySet().stream()
            .filter(name -> beginning.filter(name::startsWith).isPresent())
            .toList();
    if (others.isEmpty()) {
      return this;
    }
    Map<String, float[]> kept = new LinkedHashMap<>(weights);
    Map<String, float[]> keptAverages = new LinkedHashMap<>(averaged);
    kept.keySet().removeAll(others);
    keptAverages.keySet().removeAll(others);
    List<String> all = new ArrayList<>(left);
    add(all, "of other words, and drawn anew", others);
    return new WarmStart(from, file, step, sha256, kept, keptAverages, all, parameters);
  }

  /**
   * The weights that a run was made with, of which nothing is trained yet: those of its checkpoint
   * of step 0, which holds no more.
   *
   * @param shapes the shape of every parameter
   */
  public static WarmStart ofOwn(
      RunFolder folder, Checkpoint checkpoint, Map<String, Shape> shapes) {
    Path file = folder.checkpoints().path(checkpoint.step());
    return of(folder.toString(), file, checkpoint, shapes);
  }

  /**
   * The config that a run goes on with: once it has a checkpoint of its own, what it was begun from
   * stays what its config says.
   *
   * @param begun the run's config
   * @param wanted what it is to go on with
   */
  public static RunConfig goingOn(RunFolder folder, RunConfig begun, RunConfig wanted)
      throws IOException {
    return folder.checkpoints().latest().isPresent() && isElsewhere(begun, wanted)
        ? wanted.with(PATH, begun.train().from())
        : wanted;
  }

  /** Whether a config names another start than the one that a run was begun with. */
  public static boolean isElsewhere(RunConfig begun, RunConfig wanted) {
    return !wanted.train().from().equals(begun.train().from());
  }

  /**
   * Makes sure that a run which goes on before its first checkpoint starts as it was begun.
   *
   * @param start what it starts from; empty for weights that are drawn
   * @throws ConfigException if its provenance names other weights, or none
   */
  public static void check(Optional<WarmStart> start, RunFolder folder, RunConfig config)
      throws IOException {
    Optional<Map<String, Object>> first = Provenance.read(folder).stream().findFirst();
    if (first.isEmpty()) {
      return;
    }
    Optional<String> begun =
        Optional.ofNullable(first.get().get(KEY))
            .filter(Map.class::isInstance)
            .map(entry -> String.valueOf(((Map<?, ?>) entry).get("sha256")));
    if (begun.equals(start.map(WarmStart::sha256))) {
      return;
    }
    String what;
    if (begun.isEmpty()) {
      what = "The run was begun with weights of its own, and has no checkpoint of them yet.";
    } else if (start.isEmpty()) {
      what = "The run was begun with another run's weights, and has no checkpoint of its own yet.";
    } else {
      what =
          "'%s' is not what it was when the run was begun: it has another checkpoint now."
              .formatted(start.get().from);
    }
    throw refused(
        config,
        what,
        "Please leave 'train.from' as it was, with the checkpoint's file that it was begun from, or begin another run with --run DIR.");
  }

  private static Path file(String from) throws IOException {
    Path path = Path.of(from);
    Optional<String> pickle = PickleFile.refusal(path);
    if (pickle.isPresent()) {
      throw new IllegalArgumentException(pickle.get());
    }
    if (Files.isRegularFile(path)) {
      return path;
    }
    RunFolder run = new RunFolder(path);
    if (!run.exists()) {
      throw new IllegalArgumentException(
          "There is no run '%s' (a folder with a config.yaml), and no such checkpoint (a file)."
              .formatted(from));
    }
    long newest =
        run.checkpoints()
            .latest()
            .orElseThrow(() -> new IllegalArgumentException(run.noCheckpoint()));
    return run.checkpoints().path(newest);
  }

  private static WarmStart of(
      String from, Path file, Checkpoint checkpoint, Map<String, Shape> expected) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    Map<String, float[]> averaged = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          Tensor found = checkpoint.tensors().get(name);
          if (found == null) {
            missing.add("'" + name + "'");
          } else if (!Arrays.equals(found.shape(), shape.asArray())) {
            others.add(
                "'%s' (%s there, %s here)"
                    .formatted(
                        name, Arrays.toString(found.shape()), Arrays.toString(shape.asArray())));
          } else {
            weights.put(name, found.values());
            averaged.put(
                name,
                Optional.ofNullable(checkpoint.tensors().get(Average.MAIN + name))
                    .map(Tensor::values)
                    .orElse(found.values()));
          }
        });
    List<String> unused =
        names(checkpoint).stream()
            .filter(name -> !expected.containsKey(name))
            .map(name -> "'" + name + "'")
            .toList();
    List<String> left = new ArrayList<>();
    add(left, "of another shape, and drawn anew", others);
    add(left, "not there, and drawn anew", missing);
    add(left, "there, and of no use here", unused);
    return new WarmStart(
        from,
        file,
        checkpoint.step(),
        Sha256.of(file),
        weights,
        averaged,
        List.copyOf(left),
        expected.size());
  }

  /**
   * Parameters are what has an average. In a checkpoint without averages they are what an
   * optimizer's tensors are named after, and what no other tensor's name ends with.
   */
  private static List<String> names(Checkpoint checkpoint) {
    Set<String> all = checkpoint.tensors().keySet();
    boolean averaged = all.stream().anyMatch(name -> name.startsWith(Average.MAIN));
    return all.stream()
        .filter(name -> averaged ? all.contains(Average.MAIN + name) : !isOfAnother(name, all))
        .toList();
  }

  private static boolean isOfAnother(String name, Set<String> all) {
    for (int at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      if (all.contains(name.substring(at + 1))) {
        return true;
      }
    }
    return false;
  }

  private static void add(List<String> left, String what, List<String> names) {
    if (!names.isEmpty()) {
      int more = names.size() - NAMED;
      left.add(
          "%d %s: %s%s"
              .formatted(
                  names.size(),
                  what,
                  String.join(", ", names.subList(0, Math.min(NAMED, names.size()))),
                  more > 0 ? " and %d more".formatted(more) : ""));
    }
  }

  /** What is taken and what is not, for people. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "starts from '%s' after step %d (sha256 %s...): %d of %d parameters%s",
        from,
        step,
        sha256.substring(0, 12),
        weights.size(),
        parameters,
        left.isEmpty() ? "" : "; " + String.join("; ", left));
  }

  /** The same for a run's provenance. */
  Map<String, Object> provenance() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("checkpoint", file.toString());
    entry.put("after_step", step);
    entry.put("sha256", sha256);
    entry.put("parameters_taken", weights.size());
    entry.put("left", left);
    return entry;
  }

  private static ConfigException refused(RunConfig config, String... lines) {
    return new ConfigException(
        List.of(new Problem("cannot-start-from", Combination.file(config), PATH, List.of(lines))));
  }
}
