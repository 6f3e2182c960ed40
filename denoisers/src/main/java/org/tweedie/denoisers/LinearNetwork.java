package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;

/**
 * The smallest network that can be exact on Gaussian data: {@code output = a z + b} for each number
 * of an example, with a and b functions of the log SNR. For data N(m, c^2) and variance preserving
 * latents Bayes' rule gives, with the variance {@code P = c^2 alpha^2 + sigma^2} of a latent,
 *
 * <pre>
 * x^   = m + c^2 alpha / P (z - alpha m)
 * eps^ = sigma / P (z - alpha m)
 * v^   = alpha sigma (1 - c^2) / P (z - alpha m) - sigma m
 * </pre>
 *
 * <p>(the noise by Luo, arXiv 2208.11970, equation 115). What is learned is m and log c^2, one of
 * each for every number of an example and every class; all else is calculated. So the optimum is
 * representable at every log SNR, whatever the objective predicts, and a bound can be compared with
 * a closed form down to rounding. With {@code covariance: full} it is exact for every Gaussian: c^2
 * are then the covariance's eigenvalues, along axes that a product of reflections turns
 * (Householder's; as many as there are numbers reach every orthogonal matrix).
 *
 * <p>Of any further tensors that it is asked for it makes planes, {@code p z + q logSnr + r}.
 *
 * <p>For variance preserving schedules, since it knows alpha and sigma from the log SNR alone.
 * Immutable; may be added to several graphs.
 */
@Description("exact for Gaussian data: learns a mean and a variance for each number of an example")
public final class LinearNetwork implements DenoiserNetwork, Selective {

  private static final float LIMIT = 60;
  private static final int LARGEST_FULL = 64;

  /** What is learned of the data's covariance. */
  public enum Covariance {
    /** A variance for each number of an example. */
    DIAGONAL,
    /** All of it. */
    FULL
  }

  /** What is learned. */
  public record Options(
      @Description("a variance for each number, or the whole covariance of at most 64 numbers")
          @Default("diagonal")
          @NotNull
          Covariance covariance) {}

  private final Options options;
  private final DataShape shape;
  private final int classes;
  private final Parameterization predicts;

  /**
   * The network for some data and a prediction.
   *
   * @throws IllegalArgumentException if the whole covariance of large data is asked for, or a flow
   */
  @Inject
  public LinearNetwork(Options options, DataDescription data, Objective objective) {
    this.options = options;
    this.shape = data.shape();
    this.classes = data.classes().size();
    this.predicts = objective.predicts();
    Fit.refuseIf(
        predicts == Parameterization.FLOW,
        "The network linear knows alpha and sigma from the log SNR alone, and a flow is by how fast"
            + " they change. Let the objective predict something else, or take another network.");
    Fit.refuseIf(
        options.covariance() == Covariance.FULL && shape.size() > LARGEST_FULL,
        "The covariance of examples of %d numbers has %d entries; full goes up to %d numbers. Set"
            + " covariance: diagonal.",
        shape.size(),
        (long) shape.size() * shape.size(),
        LARGEST_FULL);
  }

  @Override
  public List<String> objections(Assembly assembly) {
    List<String> objections = new ArrayList<>();
    if (!DoubleStream.of(0, 0.25, 0.5, 0.75, 1)
        .allMatch(time -> assembly.schedule().at(time).isVariancePreserving())) {
      objections.add(
          "The network linear knows alpha and sigma from the log SNR, by alpha^2 + sigma^2 = 1, and"
              + " the schedule is not variance preserving. Please take one that is, or another"
              + " network.");
    }
    if (!(assembly.preconditioning() instanceof NoPreconditioning)) {
      objections.add(
          "The network linear calculates the prediction itself, which a preconditioning would"
              + " change. Please set preconditioning: none.");
    }
    return objections;
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    return new Construction(graph, input).output();
  }

  /** The network while it is added to one graph. */
  private final class Construction {

    private final Layers layers;
    private final Ops tf;
    private final NetworkInput input;
    private final Operand<TFloat32> z;
    private final Operand<TFloat32> logSnr;

    Construction(NetworkGraph graph, NetworkInput input) {
      this.layers = new Layers(graph);
      this.tf = graph.tf();
      this.input = input;
      this.z = layers.reshape(input.z(), -1, shape.size());
      Operand<TFloat32> limited =
          tf.math.minimum(tf.math.maximum(input.logSnr(), tf.constant(-LIMIT)), tf.constant(LIMIT));
      this.logSnr = layers.reshape(limited, -1, 1);
    }

    Operand<TFloat32> output() {
      List<Operand<TFloat32>> tensors = new ArrayList<>();
      tensors.add(inShape(prediction()));
      for (int i = 1; i < input.outputs(); i++) {
        tensors.add(inShape(plane("plane/" + i)));
      }
      return tensors.size() == 1
          ? tensors.get(0)
          : tf.concat(tensors, tf.constant(shape.dimensions().size()));
    }

    private Operand<TFloat32> prediction() {
      Operand<TFloat32> alpha = tf.math.sqrt(tf.math.sigmoid(logSnr));
      Operand<TFloat32> sigma = tf.math.sqrt(tf.math.sigmoid(tf.math.neg(logSnr)));
      Operand<TFloat32> mean = ofClass("mean", Initializer.zeros(), shape.size());
      Operand<TFloat32> variance =
          tf.math.exp(ofClass("log-variance", Initializer.zeros(), shape.size()));
      Operand<TFloat32> power =
          tf.math.add(tf.math.mul(tf.math.square(alpha), variance), tf.math.square(sigma));
      Operand<TFloat32> y = tf.math.sub(z, tf.math.mul(alpha, mean));
      return switch (predicts) {
        case SIGNAL -> tf.math.add(mean, along(y, tf.math.mul(alpha, variance), power));
        case NOISE -> along(y, sigma, power);
        case SCORE -> along(y, tf.math.neg(sigma), power);
        case VELOCITY -> {
          Operand<TFloat32> rest = tf.math.sub(tf.constant(1f), variance);
          Operand<TFloat32> factor = tf.math.mul(tf.math.mul(alpha, sigma), rest);
          yield tf.math.sub(along(y, factor, power), tf.math.mul(sigma, mean));
        }
        case FLOW -> throw new IllegalStateException("a flow was refused");
      };
    }

    /** y times factor / power, along the axes of the covariance. */
    private Operand<TFloat32> along(
        Operand<TFloat32> y, Operand<TFloat32> factor, Operand<TFloat32> power) {
      Operand<TFloat32> scale = tf.math.div(factor, power);
      if (options.covariance() == Covariance.DIAGONAL) {
        return tf.math.mul(y, scale);
      }
      List<Operand<TFloat32>> normals = normals();
      Operand<TFloat32> turned = y;
      for (Operand<TFloat32> normal : normals) {
        turned = reflected(turned, normal);
      }
      Operand<TFloat32> back = tf.math.mul(turned, scale);
      for (int i = normals.size() - 1; i >= 0; i--) {
        back = reflected(back, normals.get(i));
      }
      return back;
    }

    /** The directions in which is reflected, of shape [B or 1, numbers] and length 1. */
    private List<Operand<TFloat32>> normals() {
      int size = shape.size();
      List<Operand<TFloat32>> normals = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Operand<TFloat32> direction = ofClass("reflection/" + i, Initializer.normal(1), size);
        Operand<TFloat32> square = sum(tf.math.square(direction));
        normals.add(tf.math.mul(direction, tf.math.rsqrt(square)));
      }
      return normals;
    }

    private Operand<TFloat32> reflected(Operand<TFloat32> y, Operand<TFloat32> normal) {
      Operand<TFloat32> twice = tf.math.mul(sum(tf.math.mul(y, normal)), tf.constant(2f));
      return tf.math.sub(y, tf.math.mul(normal, twice));
    }

    private Operand<TFloat32> sum(Operand<TFloat32> x) {
      return tf.sum(x, tf.constant(1), Sum.keepDims(true));
    }

    private Operand<TFloat32> plane(String name) {
      Operand<TFloat32> ofLatent = ofClass(name + "/latent", Initializer.zeros(), shape.size());
      Operand<TFloat32> ofLevel = ofClass(name + "/log-snr", Initializer.zeros(), shape.size());
      Operand<TFloat32> offset = ofClass(name + "/offset", Initializer.zeros(), shape.size());
      Operand<TFloat32> level = tf.math.mul(logSnr, tf.constant(1 / LIMIT));
      return tf.math.add(
          tf.math.add(tf.math.mul(ofLatent, z), tf.math.mul(ofLevel, level)), offset);
    }

    /** A row of parameters for each example, by its class. */
    private Operand<TFloat32> ofClass(String name, Initializer initializer, int width) {
      Operand<TFloat32> rows = layers.graph().parameter(name, initializer, classes + 1, width);
      return classes == 0 ? rows : tf.gather(rows, input.label(), tf.constant(0));
    }

    private Operand<TFloat32> inShape(Operand<TFloat32> x) {
      return layers.reshape(x, Layers.batchOf(shape, 1));
    }
  }
}
