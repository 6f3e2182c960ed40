package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class AdamWTest {

  private static final int STEPS = 6;

  /**
   * The algorithm as Loshchilov and Hutter (arXiv 1711.05101, algorithm 2) write it, in double
   * precision.
   */
  private static double[] reference(
      OptimizerSettings settings, double[] start, double[][] gradients) {
    double[] w = start.clone();
    double[] average = start.clone();
    double[] m = new double[w.length];
    double[] v = new double[w.length];
    for (int step = 1; step <= gradients.length; step++) {
      double[] g = gradients[step - 1];
      double norm = Math.sqrt(Arrays.stream(g).map(x -> x * x).sum());
      double shrink = settings.clip() > 0 ? Math.min(1, settings.clip() / norm) : 1;
      double rate = settings.learningRateAt(step);
      for (int i = 0; i < w.length; i++) {
        double gradient = g[i] * shrink;
        m[i] = settings.beta1() * m[i] + (1 - settings.beta1()) * gradient;
        v[i] = settings.beta2() * v[i] + (1 - settings.beta2()) * gradient * gradient;
        double unbiasedM = m[i] / (1 - Math.pow(settings.beta1(), step));
        double unbiasedV = v[i] / (1 - Math.pow(settings.beta2(), step));
        w[i] -=
            rate * unbiasedM / (Math.sqrt(unbiasedV) + 1e-8) + rate * settings.weightDecay() * w[i];
        average[i] += (1 - settings.averagingAt(step)) * (w[i] - average[i]);
      }
    }
    double[] both = Arrays.copyOf(w, 2 * w.length);
    System.arraycopy(average, 0, both, w.length, w.length);
    return both;
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0, 0, 0, 0.5",
    "0.1, 4, 0.3, 0, 0.9",
    "0.01, 2, 0.1, 0.05, 0.999",
    "0.1, 3, 0, 100, 0"
  })
  void followsThePublishedAlgorithm(
      double rate, int warmup, double decay, double clip, double average) {
    OptimizerSettings settings =
        new OptimizerSettings(rate, warmup, decay, 0.9, 0.99, clip, average);
    double[] start = {1, -2, 0.5};
    double[][] gradients = new double[STEPS][];
    for (int step = 0; step < STEPS; step++) {
      gradients[step] = new double[] {Math.sin(step + 1), 0.1 * step, -Math.cos(3 * step)};
    }
    double[] expected = reference(settings, start, gradients);

    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Variables.Variable w = variables.make("w", Shape.of(3));
      Placeholder<TFloat32> gradient =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(3)));
      AdamW optimizer =
          new AdamW(
              tf,
              variables,
              List.of(new AdamW.Group(Map.of("w", w), Map.of("w", gradient), true)),
              settings);
      Op step = optimizer.step();
      try (Session session = new SessionSettings(0, false, false).open(graph)) {
        variables.load(
            session,
            Map.of(
                "w",
                floats(start),
                "adam.m/w",
                new float[3],
                "adam.v/w",
                new float[3],
                "ema/w",
                floats(start)));
        for (int i = 1; i <= STEPS; i++) {
          try (TFloat32 g = Tensors.floats(Shape.of(3), floats(gradients[i - 1]));
              TFloat32 rates = Tensors.floats(Shape.of(4), optimizer.ratesAt(i))) {
            session
                .runner()
                .feed(gradient, g)
                .feed(optimizer.rates(), rates)
                .addTarget(step)
                .run()
                .close();
          }
        }
        Map<String, float[]> state = variables.read(session);
        for (int i = 0; i < 3; i++) {
          assertThat((double) state.get("w")[i])
              .as("weight %d", i)
              .isCloseTo(expected[i], within(2e-6));
          assertThat((double) state.get("ema/w")[i])
              .as("average %d", i)
              .isCloseTo(expected[3 + i], within(2e-6));
        }
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
