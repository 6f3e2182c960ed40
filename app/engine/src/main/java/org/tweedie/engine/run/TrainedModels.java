package org.tweedie.engine.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.Precision;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.Weights;

/** Networks with the weights of a checkpoint. */
public final class TrainedModels {

  /** How many differing parameters a message names. */
  private static final int NAMED = 3;

  private TrainedModels() {}

  /**
   * How TensorFlow is to run.
   *
   * <p>The system property {@code tweedie.optimize=false} leaves graphs as they are: they start
   * seconds sooner and run a little slower. {@code tweedie.fused=false} leaves normalisation and
   * GELU to TensorFlow's own operations, which changes how numbers are rounded: it is recorded in a
   * run's provenance, and a run goes on as it was begun.
   */
  public static SessionSettings settings(TrainOptions options) {
    int threads =
        options.deterministic() && options.threads() == 0
            ? Runtime.getRuntime().availableProcessors()
            : options.threads();
    boolean optimized = !"false".equals(System.getProperty("tweedie.optimize"));
    boolean fused = !"false".equals(System.getProperty("tweedie.fused"));
    return new SessionSettings(
        threads, options.precision() == Precision.BFLOAT16, optimized, fused, options.parts());
  }

  /**
   * A model with a checkpoint's weights; the caller closes it.
   *
   * @param checkpoints where the checkpoint was read from, for messages
   * @param chosen which of its weights
   * @throws ConfigException if the checkpoint is of another network or of other data
   */
  public static NetworkModel open(
      Assembly parts,
      Checkpoints checkpoints,
      Checkpoint checkpoint,
      ChosenWeights chosen,
      SessionSettings settings) {
    NetworkModel model = withoutWeights(parts, settings);
    try {
      check(parts.data(), model.parameters(), checkpoints, checkpoint);
      model.load(
          finite(
              weights(checkpoint.values(), chosen),
              model.parameters().keySet(),
              checkpoints,
              checkpoint));
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * The same of any model.
   *
   * @throws ConfigException if the checkpoint is of another network or of other data
   */
  public static UsedModel open(
      Assembled parts,
      Checkpoints checkpoints,
      Checkpoint checkpoint,
      ChosenWeights chosen,
      SessionSettings settings) {
    UsedModel model = new UsedModel(parts, settings);
    try {
      // Its own, rather than those of another graph: to build one takes tenths of a second.
      Map<String, Shape> parameters = model.parameters();
      check(parts.assembly().data(), parameters, checkpoints, checkpoint);
      model.load(
          finite(
              weights(checkpoint.values(), chosen), parameters.keySet(), checkpoints, checkpoint));
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * The chosen weights of a checkpoint, which are those of the config's networks and numbers.
   *
   * @return values of the parameters alone
   * @throws ConfigException if the checkpoint is of another network or of other data
   */
  static Map<String, float[]> weights(
      Assembled parts, Checkpoints checkpoints, Checkpoint checkpoint, ChosenWeights chosen) {
    check(parts, checkpoints, checkpoint);
    Set<String> names = parts.parameters().keySet();
    Map<String, float[]> all =
        finite(weights(checkpoint.values(), chosen), names, checkpoints, checkpoint);
    Map<String, float[]> own = new LinkedHashMap<>();
    names.forEach(name -> own.put(name, Objects.requireNonNull(all.get(name), name)));
    return own;
  }

  /**
   * The same of a model that is evaluated on the host.
   *
   * @param threads in how many a batch is calculated, at most
   * @throws ConfigException if the checkpoint is of another network or of other data
   */
  public static UsedModel onHost(
      Assembled parts,
      Checkpoints checkpoints,
      Checkpoint checkpoint,
      ChosenWeights chosen,
      int threads) {
    check(parts, checkpoints, checkpoint);
    return UsedModel.onHost(
        parts,
        finite(
            weights(checkpoint.values(), chosen),
            parts.parameters().keySet(),
            checkpoints,
            checkpoint),
        threads);
  }

  /**
   * Compares a checkpoint with the networks that a config describes.
   *
   * @throws ConfigException if a parameter is missing, too many, or of another shape
   */
  public static void check(Assembled parts, Checkpoints checkpoints, Checkpoint checkpoint) {
    check(parts.assembly().data(), parts.parameters(), checkpoints, checkpoint);
  }

  /**
   * The chosen weights of a training's state.
   *
   * @param state by variable name; of an average that was put together, its weights alone
   * @throws ConfigException if there is no such average
   */
  public static Map<String, float[]> weights(Map<String, float[]> state, ChosenWeights chosen) {
    if (chosen.number().isEmpty()) {
      return state;
    }
    int number = chosen.number().getAsInt();
    Map<String, float[]> average = Average.in(state, Average.prefix(number));
    if (average.isEmpty() && number > 0) {
      throw refused(
          "unknown-average",
          Path.of("checkpoint"),
          "The run was trained without an average number %d.".formatted(number + 1),
          "Please leave 'averages' as it was in training.");
    }
    return average.isEmpty() ? state : average;
  }

  /** Weights that are numbers; others would give pictures and measures of nothing. */
  private static Map<String, float[]> finite(
      Map<String, float[]> weights,
      Set<String> parameters,
      Checkpoints checkpoints,
      Checkpoint checkpoint) {
    List<String> odd =
        parameters.stream()
            .filter(name -> weights.containsKey(name) && !isFinite(weights.get(name)))
            .map("'%s'"::formatted)
            .toList();
    if (!odd.isEmpty()) {
      throw new ModelFailure(
          "The weights of step %d are no numbers: %s (%s).\nThe training diverged before; an earlier checkpoint may be good, or another run with a smaller train.learning-rate."
              .formatted(checkpoint.step(), first(odd), checkpoints.path(checkpoint.step())));
    }
    return weights;
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** A model that gets its weights later; the caller closes it. */
  public static NetworkModel withoutWeights(Assembly parts, SessionSettings settings) {
    return new NetworkModel(parts, settings);
  }

  /**
   * Compares a checkpoint with the network that a config describes.
   *
   * @throws ConfigException if a parameter is missing, too many, or of another shape
   */
  public static void check(Assembly parts, Checkpoints checkpoints, Checkpoint checkpoint) {
    check(parts.data(), Weights.shapes(parts), checkpoints, checkpoint);
  }

  /**
   * The same for any model.
   *
   * @param described the data that the config describes
   * @param expected the shape of every parameter
   */
  static void check(
      DataDescription described,
      Map<String, Shape> expected,
      Checkpoints checkpoints,
      Checkpoint checkpoint) {
    if (TrainedClassifiers.isClassifier(checkpoint)) {
      throw refused(
          "not-a-model",
          checkpoints.path(checkpoint.step()),
          "This is the checkpoint of a classifier, not of a diffusion model.",
          "A classifier guides a model: guidance: {type: classifier, run: DIR}.");
    }
    // A convolutional network fits images of any size, so its weights alone do not tell.
    String data = Checkpoint.words(described);
    if (!data.equals(checkpoint.data())) {
      throw refused(
          "other-data",
          checkpoints.path(checkpoint.step()),
          "The checkpoint was trained on data of %s; these are %s."
              .formatted(checkpoint.data(), data),
          "Please choose data like those it was trained on.");
    }
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          Tensor found = checkpoint.tensors().get(name);
          if (found == null) {
            differences.add("'%s' is not in it".formatted(name));
          } else if (!Arrays.equals(found.shape(), shape.asArray())) {
            differences.add(
                "'%s' is %s there, %s here"
                    .formatted(
                        name, Arrays.toString(found.shape()), Arrays.toString(shape.asArray())));
          }
        });
    for (int number = 0;
        !Average.in(checkpoint.tensors(), Average.prefix(number)).isEmpty();
        number++) {
      String prefix = Average.prefix(number);
      expected.forEach(
          (name, shape) -> {
            // Of another network all are others, which is told once.
            boolean itself = fits(checkpoint.tensors().get(name), shape);
            if (itself && !fits(checkpoint.tensors().get(prefix + name), shape)) {
              differences.add("'%s%s' is not in it, or of another shape".formatted(prefix, name));
            }
          });
    }
    checkpoint.tensors().keySet().stream()
        .filter(
            name ->
                checkpoint.tensors().containsKey(Average.MAIN + name)
                    && !expected.containsKey(name))
        .forEach(name -> differences.add("'%s' is in it, and not in the network".formatted(name)));
    if (!differences.isEmpty()) {
      throw refused(
          "other-network",
          checkpoints.path(checkpoint.step()),
          "The checkpoint is of another network: " + first(differences) + ".",
          "Please use the config that it was trained with: config.yaml in the run's folder.");
    }
  }

  private static boolean fits(@Nullable Tensor found, Shape shape) {
    return found != null && Arrays.equals(found.shape(), shape.asArray());
  }

  private static ConfigException refused(String code, Path file, String... lines) {
    return new ConfigException(List.of(Problem.of(code, Location.of(file.toString()), lines)));
  }

  private static String first(List<String> differences) {
    String named = String.join("; ", differences.subList(0, Math.min(NAMED, differences.size())));
    int more = differences.size() - NAMED;
    return more > 0 ? named + "; and " + more + " more" : named;
  }
}
