package org.tweedie.engine.tensor;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.Preconditioning.Coefficients;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/** How wide what a network sees is, by its preconditioning. */
public final class SeenSpread {

  private SeenSpread() {}

  /**
   * The standard deviation of the network's input at some times, {@code input sqrt(alpha^2 spread^2
   * + sigma^2)}, which a preconditioning is to make 1.
   *
   * @param spread the standard deviation of the data, which is asked for where it matters
   * @param settings those of the training, since the first session of a JVM settles its threads
   * @return empty where the network is left as it is
   */
  public static Optional<double[]> at(
      double[] times,
      DoubleSupplier spread,
      Preconditioning preconditioning,
      NoiseSchedule schedule,
      SessionSettings settings) {
    float[] alpha = new float[times.length];
    float[] sigma = new float[times.length];
    float[] logSnr = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      NoiseLevel level = schedule.at(times[i]);
      alpha[i] = (float) level.alpha();
      sigma[i] = (float) level.sigma();
      logSnr[i] = GraphLevel.boundedLogSnr(level.logSnr());
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Optional<Operand<TFloat32>> input =
          preconditioning
              .coefficients(tf, tf.constant(alpha), tf.constant(sigma), tf.constant(logSnr))
              .map(Coefficients::input);
      if (input.isEmpty()) {
        return Optional.empty();
      }
      try (Session session = settings.open(graph);
          Result result = session.runner().fetch(input.get()).run()) {
        float[] factors = Tensors.values((TFloat32) result.get(0));
        double wide = spread.getAsDouble();
        double[] seen = new double[times.length];
        Arrays.setAll(seen, i -> factors[i] * Math.hypot(alpha[i] * wide, sigma[i]));
        return Optional.of(seen);
      }
    }
  }
}
