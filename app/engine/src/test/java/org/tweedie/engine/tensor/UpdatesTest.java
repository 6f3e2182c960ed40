package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.fake.BuiltIn;

/** What surrounds an optimizer: the gradients' bound, what is fed, and the averages. */
class UpdatesTest {

  private static final int STEPS = 6;
  private static final double DECAY = 0.3;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Variables variables = new Variables(tf);
  private final List<Placeholder<TFloat32>> gradients = new ArrayList<>();

  private Updates.Group group(String name, boolean mayDecay) {
    Placeholder<TFloat32> gradient = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(3)));
    gradients.add(gradient);
    return new Updates.Group(
        Map.of(name, variables.make(name, Shape.of(3))), Map.of(name, gradient), mayDecay);
  }

  private static double[] gradient(int group, int step) {
    return new double[] {Math.sin(step + group), 0.1 * step, -Math.cos(3 * step)};
  }

  /** Loshchilov and Hutter (arXiv 1711.05101, algorithm 2), with a bound on each group's norm. */
  private static double[][] reference(UpdateSettings settings, int group, double decay) {
    double[] w = {1, -2, 0.5};
    double[] m = new double[3];
    double[] v = new double[3];
    double[][] averages = {w.clone(), w.clone()};
    for (int step = 1; step <= STEPS; step++) {
      double[] g = gradient(group, step);
      double norm = Math.sqrt(Arrays.stream(g).map(x -> x * x).sum());
      double shrink = settings.clip() > 0 ? Math.min(1, settings.clip() / norm) : 1;
      double rate = settings.learningRate().applyAsDouble(step);
      for (int i = 0; i < 3; i++) {
        double gradient = g[i] * shrink;
        m[i] = 0.9 * m[i] + 0.1 * gradient;
        v[i] = 0.99 * v[i] + 0.01 * gradient * gradient;
        double unbiasedM = m[i] / (1 - Math.pow(0.9, step));
        double unbiasedV = v[i] / (1 - Math.pow(0.99, step));
        w[i] -= rate * unbiasedM / (Math.sqrt(unbiasedV) + 1e-8) + rate * decay * w[i];
        for (int a = 0; a < 2; a++) {
          double d = settings.averages().get(a).average().decay(step);
          averages[a][i] = d * averages[a][i] + (1 - d) * w[i];
        }
      }
    }
    return new double[][] {w, averages[0], averages[1]};
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0, 0.5", "0.01, 0.05, 0.999", "0.1, 100, 0"})
  void eachGroupIsBoundedByItselfAndEveryParameterIsAveragedTwice(
      double base, double clip, double average) {
    UpdateSettings settings =
        new UpdateSettings(
            BuiltIn.make(Kinds.OPTIMIZER, "adamw", "weight-decay=" + DECAY),
            step -> base / step,
            clip,
            List.of(
                Average.main(step -> average),
                new Average("other/", step -> Math.pow(1 - 1.0 / step, 3))));
    Updates updates =
        new Updates(
            tf, variables, List.of(group("network", true), group("schedule", false)), settings);
    Op step = updates.step();
    float[] start = {1, -2, 0.5f};
    try (Session session = new SessionSettings(0, false, false).open(graph)) {
      variables.load(session, updates.start(Map.of("network", start, "schedule", start), Map.of()));
      for (int i = 1; i <= STEPS; i++) {
        try (Feeds feeds = new Feeds()) {
          updates.feed(i, feeds);
          feeds.add(gradients.get(0), Tensors.floats(Shape.of(3), floats(gradient(0, i))));
          feeds.add(gradients.get(1), Tensors.floats(Shape.of(3), floats(gradient(1, i))));
          Session.Runner runner = session.runner().addTarget(step);
          feeds.to(runner, 0);
          runner.run().close();
        }
      }
      Map<String, float[]> state = variables.read(session);
      check(state, "network", reference(settings, 0, DECAY));
      check(state, "schedule", reference(settings, 1, 0));
    } finally {
      graph.close();
    }
  }

  /** Of each parameter one more, they were two fifths of a training's graph. */
  @Test
  void aFedNumberIsCutOutOnceForAllParameters() {
    UpdateSettings settings =
        new UpdateSettings(
            BuiltIn.make(Kinds.OPTIMIZER, "adamw"),
            step -> 1e-3,
            1,
            List.of(Average.main(step -> 0.9), new Average("other/", step -> 0.99)));
    List<Updates.Group> groups =
        List.of(group("a", true), group("b", true), group("c", true), group("d", false));
    new Updates(tf, variables, groups, settings).step();
    int numbers = 1 + 2 + 2; // the rate, the moments' powers, the averages' decays
    List<String> cuts = new ArrayList<>();
    graph
        .operations()
        .forEachRemaining(
            operation -> {
              if (operation.type().endsWith("Slice") || operation.type().startsWith("Gather")) {
                cuts.add(operation.name());
              }
            });
    graph.close();
    assertThat(cuts).hasSize(numbers);
  }

  @Test
  void whatAllParametersShareIsMadeOnce() {
    long one = constantsOf(1);
    assertThat(one).isPositive();
    assertThat(constantsOf(5)).isEqualTo(one);
  }

  private static long constantsOf(int parameters) {
    try (Graph own = new Graph()) {
      Ops ops = Ops.create(own);
      Variables all = new Variables(ops);
      Map<String, Variables.Variable> made = new LinkedHashMap<>();
      Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
      for (int i = 0; i < parameters; i++) {
        made.put("p" + i, all.make("p" + i, Shape.of(3)));
        gradients.put("p" + i, ops.placeholder(TFloat32.class, Placeholder.shape(Shape.of(3))));
      }
      UpdateSettings settings =
          new UpdateSettings(
              BuiltIn.make(Kinds.OPTIMIZER, "adamw", "weight-decay=0.1"),
              step -> 1e-3,
              1,
              List.of(Average.main(step -> 0.9)));
      new Updates(ops, all, List.of(new Updates.Group(made, gradients, true)), settings).step();
      return StreamSupport.stream(Spliterators.spliteratorUnknownSize(own.operations(), 0), false)
          .filter(operation -> operation.type().equals("Const"))
          .count();
    }
  }

  private static void check(Map<String, float[]> state, String name, double[][] expected) {
    List<String> names = List.of(name, "ema/" + name, "other/" + name);
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < 3; i++) {
        assertThat((double) state.get(names.get(k))[i])
            .as("%s, value %d", names.get(k), i)
            .isCloseTo(expected[k][i], within(3e-6));
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
