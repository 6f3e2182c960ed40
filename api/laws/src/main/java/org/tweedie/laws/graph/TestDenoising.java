package org.tweedie.laws.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.Teacher;
import org.tweedie.api.objective.TimeSteps;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A batch for an objective, with a network whose error is known: everything is calculated in double
 * precision outside the graph and fed.
 */
public final class TestDenoising implements Denoising {

  /** What a network gets wrong of the signal. */
  @FunctionalInterface
  public interface SignalErrorOf {
    /** {@code x^ - x} for one value. */
    double at(NoiseLevel level, double signal, double noise);
  }

  /** Levels beside the batch's own. */
  private static final int EARLIER = 8;

  private static final float TEACHERS_VARIANCE = 0.25f;

  private final TestGraph graph;
  private final Ops tf;
  private final DataShape shape;
  private final Parameterization predicts;
  private final Operand<TFloat32> signal;
  private final Operand<TFloat32> noise;
  private final Operand<TFloat32> latent;
  private final Operand<TFloat32> output;
  private final Operand<TFloat32> givenOutput;
  private final Operand<TFloat32> predictedSignal;
  private final BinaryOperator<Operand<TFloat32>> network;
  private final Optional<ToDoubleFunction<NoiseLevel>> signalFactor;
  private final Operand<TFloat32> gain;
  private final List<Operand<TFloat32>> earlierGains;
  private final Operand<TFloat32> varianceFraction;
  private final Operand<TInt32> seed;
  private final GraphLevel level;
  private final List<GraphLevel> earlier;
  private final boolean isGiven;
  private boolean isDiscrete;
  private int feeds;

  /**
   * A batch of unknown size whose network gets wrong what {@link #feed} says.
   *
   * @param graph where it goes
   * @param shape the shape of one example
   * @param predicts what the network's output stands for
   */
  public TestDenoising(TestGraph graph, DataShape shape, Parameterization predicts) {
    this(graph, shape, predicts, Optional.empty(), Optional.empty());
  }

  /**
   * A batch of unknown size whose network predicts a multiple of the latent, {@code x^ = k z}: a
   * function of the latents, so that it can be differentiated by them.
   *
   * @param graph where it goes
   * @param shape the shape of one example
   * @param predicts what the network's output stands for
   * @param signalFactor k at a noise level
   */
  public static TestDenoising linear(
      TestGraph graph,
      DataShape shape,
      Parameterization predicts,
      ToDoubleFunction<NoiseLevel> signalFactor) {
    return new TestDenoising(graph, shape, predicts, Optional.empty(), Optional.of(signalFactor));
  }

  /**
   * A batch of unknown size with a network of one's own: a function of latents and log SNRs.
   *
   * @param graph where it goes
   * @param shape the shape of one example
   * @param predicts what the network's output stands for
   * @param network the network
   */
  public TestDenoising(
      TestGraph graph,
      DataShape shape,
      Parameterization predicts,
      BinaryOperator<Operand<TFloat32>> network) {
    this(graph, shape, predicts, Optional.of(network), Optional.empty());
  }

  private TestDenoising(
      TestGraph graph,
      DataShape shape,
      Parameterization predicts,
      Optional<BinaryOperator<Operand<TFloat32>>> network,
      Optional<ToDoubleFunction<NoiseLevel>> signalFactor) {
    this.graph = graph;
    this.tf = graph.tf();
    this.shape = shape;
    this.predicts = predicts;
    this.signal = graph.floats(batchOf(-1));
    this.noise = graph.floats(batchOf(-1));
    this.latent = graph.floats(batchOf(-1));
    this.givenOutput = graph.floats(batchOf(-1));
    this.predictedSignal = graph.floats(batchOf(-1));
    this.gain = graph.floats(-1);
    this.earlierGains = Stream.generate(() -> graph.floats(-1)).limit(EARLIER).toList();
    this.varianceFraction = graph.floats(batchOf(-1));
    this.seed = graph.integers(2);
    this.level = level(graph, predicts);
    this.earlier = Stream.generate(() -> level(graph, predicts)).limit(EARLIER).toList();
    this.signalFactor = signalFactor;
    this.network =
        signalFactor.isPresent()
            ? (z, logSnr) -> multiple(gain, z)
            : network.orElse((z, logSnr) -> sameSignal(z, preserving(logSnr)));
    this.isGiven = network.isEmpty() && signalFactor.isEmpty();
    this.output = isGiven ? givenOutput : this.network.apply(latent, level.logSnr());
  }

  private static GraphLevel level(TestGraph graph, Parameterization predicts) {
    GraphLevel still =
        new GraphLevel(graph.floats(-1), graph.floats(-1), graph.floats(-1), graph.floats(-1));
    return predicts == Parameterization.FLOW
        ? still.moving(new GraphLevel.Rate(graph.floats(-1), graph.floats(-1)))
        : still;
  }

  /** A level that knows how fast it changes where somebody asks: that takes five of them. */
  private NoiseLevel moment(NoiseSchedule schedule, double time) {
    return predicts == Parameterization.FLOW ? schedule.movingAt(time) : schedule.at(time);
  }

  /**
   * Settles what the batch holds, at the times that an objective moves these to.
   *
   * @param objective which says what earlier levels there are, at most eight
   * @see #feed(NoiseSchedule, double[], OptionalInt, float[], float[], SignalErrorOf)
   */
  public void feed(
      NoiseSchedule schedule,
      double[] times,
      Objective objective,
      float[] signals,
      float[] noises,
      SignalErrorOf error) {
    Optional<TimeSteps> steps = objective.timeSteps();
    if (steps.isEmpty()) {
      feed(schedule, times, objective.timesteps(), signals, noises, error);
      return;
    }
    double[][] each =
        Arrays.stream(times).mapToObj(t -> steps.get().at(t, 0)).toArray(double[][]::new);
    List<double[]> before =
        IntStream.rangeClosed(1, objective.earlierLevels())
            .mapToObj(
                k -> Arrays.stream(each).mapToDouble(step -> step[k] > 0 ? step[k] : -1).toArray())
            .toList();
    double[] own = Arrays.stream(each).mapToDouble(step -> step[0]).toArray();
    feed(schedule, own, before, signals, noises, error);
  }

  /**
   * Settles what the batch holds. {@link #earlierLevel} is there if {@code timesteps} is. The
   * {@link #varianceFraction} is 0 until {@link #feedVarianceFraction} says otherwise.
   *
   * @param schedule the noise schedule
   * @param times the time of each example
   * @param timesteps the number of steps, where time is discrete
   * @param signals the clean examples, one after the other
   * @param noises their noise
   * @param error what the network gets wrong
   */
  public void feed(
      NoiseSchedule schedule,
      double[] times,
      OptionalInt timesteps,
      float[] signals,
      float[] noises,
      SignalErrorOf error) {
    List<double[]> before =
        timesteps.isEmpty()
            ? List.of()
            : IntStream.rangeClosed(1, 2)
                .mapToObj(
                    back ->
                        Arrays.stream(times)
                            .map(t -> earlier(t, timesteps.getAsInt(), back))
                            .toArray())
                .toList();
    feed(schedule, times, before, signals, noises, error);
  }

  /** With times below 0 for the data themselves. */
  private void feed(
      NoiseSchedule schedule,
      double[] times,
      List<double[]> before,
      float[] signals,
      float[] noises,
      SignalErrorOf error) {
    isDiscrete = !before.isEmpty();
    feed(level, schedule, times);
    for (int i = 0; i < before.size(); i++) {
      feed(earlier.get(i), schedule, before.get(i));
      graph.feed(earlierGains.get(i), gains(schedule, before.get(i)), times.length);
    }
    float[] latents = new float[signals.length];
    float[] outputs = new float[signals.length];
    float[] predicted = new float[signals.length];
    for (int i = 0; i < signals.length; i++) {
      NoiseLevel at = moment(schedule, times[i / shape.size()]);
      double wrong = error.at(at, signals[i], noises[i]);
      latents[i] = (float) (at.alpha() * signals[i] + at.sigma() * noises[i]);
      predicted[i] = (float) (signals[i] + wrong);
      outputs[i] =
          (float)
              predicts.target(at, signals[i] + wrong, noises[i] - at.alpha() / at.sigma() * wrong);
    }
    graph.feed(seed, ++feeds, 0);
    graph.feed(gain, gains(schedule, times), times.length);
    feedVarianceFraction(new float[signals.length]);
    long[] sizes = batchOf(times.length);
    graph.feed(signal, signals, sizes);
    graph.feed(noise, noises, sizes);
    graph.feed(latent, latents, sizes);
    graph.feed(givenOutput, outputs, sizes);
    graph.feed(predictedSignal, predicted, sizes);
  }

  /** Settles the second thing that the network puts out, for each dimension of each example. */
  public void feedVarianceFraction(float[] fractions) {
    graph.feed(varianceFraction, fractions, batchOf(fractions.length / shape.size()));
  }

  /** Some steps earlier; below 0 for the data themselves. */
  private static double earlier(double time, int steps, int back) {
    double step = steps * time - back;
    return Math.abs(step) < 1e-6 ? 0 : step / steps;
  }

  private float[] gains(NoiseSchedule schedule, double[] times) {
    float[] gains = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      if (times[i] < 0) {
        // Without noise nothing but the signal itself is a multiple of the latent.
        continue;
      }
      NoiseLevel at = moment(schedule, times[i]);
      double k = signalFactor.map(it -> it.applyAsDouble(at)).orElse(0.0);
      gains[i] = (float) predicts.target(at, k, (1 - at.alpha() * k) / at.sigma());
    }
    return gains;
  }

  private void feed(GraphLevel to, NoiseSchedule schedule, double[] times) {
    feed(to.alpha(), times, time -> at(schedule, time).alpha());
    feed(to.sigma(), times, time -> at(schedule, time).sigma());
    feed(to.logSnr(), times, time -> GraphLevel.boundedLogSnr(at(schedule, time).logSnr()));
    feed(
        to.logSnrSlope(),
        times,
        time -> time < 0 ? 0 : GraphLevel.boundedSlope(schedule.logSnrSlope(time)));
    to.knownRate()
        .ifPresent(
            rate -> {
              feed(rate.alpha(), times, time -> bounded(schedule, time, NoiseRate::alpha));
              feed(rate.sigma(), times, time -> bounded(schedule, time, NoiseRate::sigma));
            });
  }

  /** Data do not move. */
  private static float bounded(
      NoiseSchedule schedule, double time, ToDoubleFunction<NoiseRate> part) {
    return time < 0 ? 0 : GraphLevel.boundedRate(part.applyAsDouble(schedule.rate(time)));
  }

  private static NoiseLevel at(NoiseSchedule schedule, double time) {
    return time < 0 ? new NoiseLevel(1, 0, Double.POSITIVE_INFINITY) : schedule.at(time);
  }

  private void feed(Operand<TFloat32> to, double[] times, ToDoubleFunction<Double> function) {
    float[] values = new float[times.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(times[i]);
    }
    graph.feed(to, values, values.length);
  }

  private long[] batchOf(long count) {
    return LongStream.concat(
            LongStream.of(count), shape.dimensions().stream().mapToLong(Integer::longValue))
        .toArray();
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public Operand<TFloat32> signal() {
    return signal;
  }

  @Override
  public Operand<TFloat32> noise() {
    return noise;
  }

  @Override
  public Operand<TFloat32> latent() {
    return latent;
  }

  @Override
  public GraphLevel level() {
    return level;
  }

  @Override
  public GraphLevel earlierLevel(int steps) {
    if (!isDiscrete) {
      throw new IllegalStateException("an objective in continuous time has no earlier levels");
    }
    return earlier.get(steps - 1);
  }

  @Override
  public Operand<TFloat32> moreNoise(int index) {
    Operand<TInt32> own = tf.math.add(seed, tf.constant(new int[] {0, index}));
    return tf.random.statelessRandomNormal(tf.shape(signal), own);
  }

  @Override
  public Operand<TFloat32> varianceFraction() {
    return varianceFraction;
  }

  @Override
  public Operand<TFloat32> output() {
    return output;
  }

  @Override
  public Operand<TFloat32> output(Operand<TFloat32> latent, Operand<TFloat32> logSnr) {
    return network.apply(latent, logSnr);
  }

  @Override
  public Operand<TFloat32> output(Operand<TFloat32> latent, GraphLevel at) {
    if (isGiven) {
      return sameSignal(latent, at);
    }
    int before = earlier.indexOf(at);
    return signalFactor.isPresent() && before >= 0
        ? multiple(earlierGains.get(before), latent)
        : network.apply(latent, at.logSnr());
  }

  private Operand<TFloat32> multiple(Operand<TFloat32> factor, Operand<TFloat32> latent) {
    return tf.math.mul(perExample(factor), latent);
  }

  /** The exact denoiser of data that are normal with a standard deviation of 1/2. */
  @Override
  public Teacher teacher() {
    return (latents, at) -> {
      Operand<TFloat32> signalPower =
          tf.math.mul(tf.constant(TEACHERS_VARIANCE), tf.math.square(at.alpha()));
      Operand<TFloat32> factor =
          tf.math.div(
              tf.math.mul(tf.constant(TEACHERS_VARIANCE), at.alpha()),
              tf.math.add(signalPower, tf.math.square(at.sigma())));
      return tf.math.mul(perExample(factor), latents);
    };
  }

  private GraphLevel preserving(Operand<TFloat32> logSnr) {
    return GraphLevel.withoutSlope(
        tf,
        tf.math.sqrt(tf.math.sigmoid(logSnr)),
        tf.math.sqrt(tf.math.sigmoid(tf.math.neg(logSnr))),
        logSnr);
  }

  /** The same predicted signal, seen from another latent. */
  private Operand<TFloat32> sameSignal(Operand<TFloat32> latent, GraphLevel at) {
    Operand<TFloat32> alpha = perExample(at.alpha());
    Operand<TFloat32> sigma = perExample(at.sigma());
    Operand<TFloat32> predictedNoise =
        tf.math.div(tf.math.sub(latent, tf.math.mul(alpha, predictedSignal)), sigma);
    return switch (predicts) {
      case SIGNAL -> predictedSignal;
      case NOISE -> predictedNoise;
      case SCORE -> tf.math.neg(predictedNoise);
      case VELOCITY ->
          tf.math.sub(tf.math.mul(alpha, predictedNoise), tf.math.mul(sigma, predictedSignal));
      case FLOW ->
          tf.math.add(
              tf.math.mul(perExample(at.rate().alpha()), predictedSignal),
              tf.math.mul(perExample(at.rate().sigma()), predictedNoise));
    };
  }

  private Operand<TFloat32> perExample(Operand<TFloat32> values) {
    return SignalError.perExample(this, values);
  }
}
