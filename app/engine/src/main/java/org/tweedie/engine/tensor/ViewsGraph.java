package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.tensor.FrozenNetwork.Port;

/**
 * A run's network in a graph whose inputs and outputs have names, for others to use: latents, log
 * SNR and class go in, and all four views of {@link org.tweedie.api.model.Prediction} come out. It
 * is made of TensorFlow's own operations.
 */
final class ViewsGraph {

  /** Places at which a schedule is asked what kind it is. */
  private static final int PLACES = 64;

  private static final float LIMIT = GraphLevel.boundedLogSnr(Double.POSITIVE_INFINITY);

  private final Ops tf;
  private final Shape shape;
  private final ParameterGraph parameters;
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();

  ViewsGraph(Ops tf, Assembly parts, NoiseSchedule schedule) {
    this.tf = tf;
    this.shape = Tensors.batch(-1, parts.data().shape());
    this.parameters =
        new ParameterGraph(tf, new Variables(tf), Optional.empty(), SessionSettings.DEFAULT);
    Placeholder<TFloat32> z = floats("latents", shape, "latents z = alpha x + sigma eps");
    Placeholder<TFloat32> given =
        floats(
            "log_snr",
            Shape.of(-1),
            "log(alpha^2 / sigma^2) of each latent; beyond 60 in size it is taken as 60");
    Operand<TFloat32> logSnr =
        tf.math.maximum(tf.math.minimum(given, tf.constant(LIMIT)), tf.constant(-LIMIT));
    Level level = level(schedule, logSnr);
    Preconditioned network = Preconditioned.of(parts);
    GraphLevel still = GraphLevel.withoutSlope(tf, level.alpha, level.sigma, logSnr);
    GraphLevel moving = network.predicts() == Parameterization.FLOW ? still.moving(rate()) : still;
    NetworkOutput output =
        network.output(parameters, z, moving, label(parts, logSnr), NetworkCondition.NONE);
    addViews(z, moving, network.predicts(), output.prediction());
    output
        .varianceFraction()
        .ifPresent(
            fraction ->
                output(
                    "variance_fraction",
                    fraction,
                    "where the variance of a reverse step lies between its bounds, by logarithms"));
  }

  /** Alpha and sigma, each of shape [B]. */
  private record Level(Operand<TFloat32> alpha, Operand<TFloat32> sigma) {}

  /**
   * Signal and noise of a log SNR, where the schedule settles them by that alone; of another
   * schedule alpha is an input too. By softplus rather than sigmoid, whose small values many
   * runtimes only approximate.
   */
  private Level level(NoiseSchedule schedule, Operand<TFloat32> logSnr) {
    Operand<TFloat32> half = tf.constant(-0.5f);
    List<NoiseLevel> levels =
        IntStream.rangeClosed(0, PLACES)
            .mapToObj(place -> schedule.at((double) place / PLACES))
            .toList();
    if (levels.stream().allMatch(NoiseLevel::isVariancePreserving)) {
      return new Level(
          tf.math.exp(tf.math.mul(half, tf.math.softplus(tf.math.neg(logSnr)))),
          tf.math.exp(tf.math.mul(half, tf.math.softplus(logSnr))));
    }
    Operand<TFloat32> perSignal = tf.math.exp(tf.math.mul(half, logSnr));
    if (levels.stream().allMatch(level -> level.alpha() == 1)) {
      return new Level(tf.onesLike(logSnr), perSignal);
    }
    Placeholder<TFloat32> alpha =
        floats("alpha", Shape.of(-1), "the factor of the signal in each latent");
    return new Level(alpha, tf.math.mul(alpha, perSignal));
  }

  private GraphLevel.Rate rate() {
    return new GraphLevel.Rate(
        floats("alpha_rate", Shape.of(-1), "the derivative of alpha by time"),
        floats("sigma_rate", Shape.of(-1), "the derivative of sigma by time"));
  }

  private Operand<TInt32> label(Assembly parts, Operand<TFloat32> each) {
    int classes = parts.data().classes().size();
    if (classes > 0 && parts.labelDropout() < 1) {
      inputs.add(
          new Port(
              "condition",
              DataType.DT_INT32,
              Shape.of(-1),
              "class of each latent from 0; %d for none in particular".formatted(classes)));
      return tf.withName("condition").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    }
    return tf.math.add(tf.dtypes.cast(tf.zerosLike(each), TInt32.class), tf.constant(classes));
  }

  private Placeholder<TFloat32> floats(String name, Shape of, String what) {
    inputs.add(new Port(name, DataType.DT_FLOAT, of, what));
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(of));
  }

  /** See {@link org.tweedie.api.model.Prediction}: signal and noise of what is given, then all. */
  private void addViews(
      Operand<TFloat32> z, GraphLevel level, Parameterization given, Operand<TFloat32> prediction) {
    Operand<TFloat32> alpha = each(level.alpha());
    Operand<TFloat32> sigma = each(level.sigma());
    Operand<TFloat32> power = tf.math.add(tf.math.square(alpha), tf.math.square(sigma));
    Operand<TFloat32> noise =
        switch (given) {
          case SIGNAL -> tf.math.div(tf.math.sub(z, tf.math.mul(alpha, prediction)), sigma);
          case NOISE -> prediction;
          case SCORE -> tf.math.neg(prediction);
          case VELOCITY ->
              tf.math.div(
                  tf.math.add(tf.math.mul(sigma, z), tf.math.mul(alpha, prediction)), power);
          case FLOW ->
              tf.math.div(
                  tf.math.sub(
                      tf.math.mul(alpha, prediction), tf.math.mul(each(level.rate().alpha()), z)),
                  turn(level));
        };
    Operand<TFloat32> signal =
        switch (given) {
          case SIGNAL -> prediction;
          case NOISE, SCORE -> tf.math.div(tf.math.sub(z, tf.math.mul(sigma, noise)), alpha);
          case VELOCITY ->
              tf.math.div(
                  tf.math.sub(tf.math.mul(alpha, z), tf.math.mul(sigma, prediction)), power);
          case FLOW ->
              tf.math.div(
                  tf.math.sub(
                      tf.math.mul(each(level.rate().sigma()), z), tf.math.mul(sigma, prediction)),
                  turn(level));
        };
    if (given == Parameterization.FLOW) {
      output("flow", prediction, "the predicted flow, dz/dt");
    }
    Operand<TFloat32> velocity =
        given == Parameterization.VELOCITY
            ? prediction
            : tf.math.sub(tf.math.mul(alpha, noise), tf.math.mul(sigma, signal));
    output("signal", signal, "the predicted signal, E[x | z]");
    output("noise", noise, "the predicted noise, E[eps | z]");
    output("score", tf.math.div(tf.math.neg(noise), sigma), "the predicted score, -noise / sigma");
    output("velocity", velocity, "the predicted velocity, alpha noise - sigma signal");
  }

  /** See {@link NoiseLevel#turn}. */
  private Operand<TFloat32> turn(GraphLevel level) {
    return each(
        tf.math.sub(
            tf.math.mul(level.alpha(), level.rate().sigma()),
            tf.math.mul(level.sigma(), level.rate().alpha())));
  }

  private void output(String name, Operand<TFloat32> value, String what) {
    tf.withName(name).identity(value);
    outputs.add(new Port(name, DataType.DT_FLOAT, shape, what));
  }

  private Operand<TFloat32> each(Operand<TFloat32> of) {
    int[] sizes = new int[shape.numDimensions()];
    Arrays.fill(sizes, 1);
    sizes[0] = -1;
    return tf.reshape(of, tf.constant(sizes));
  }

  List<Port> inputs() {
    return inputs;
  }

  List<Port> outputs() {
    return outputs;
  }

  Map<String, Variables.Variable> parameters() {
    return parameters.parameters();
  }
}
