package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.laws.graph.OptimizerSteps;

/**
 * What every optimizer keeps: that a step is a function of what it is given, and that it follows
 * the gradient down.
 *
 * @param optimizer what is checked
 */
public record OptimizerIdentities(Optimizer optimizer) {

  /** A number, a bias, a matrix, a convolution's kernel. */
  private static final List<long[]> SHAPES =
      List.of(new long[] {}, new long[] {3}, new long[] {2, 3}, new long[] {2, 2, 1, 3});

  private static final double RATE = 0.01;

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(
        slotsHaveNames(),
        withoutRateNothingMoves(),
        withoutGradientAndDecayNothingMoves(),
        stateIsAllThatCounts(),
        aStepGoesDown());
  }

  /** Names that checkpoints can keep. */
  public Finding slotsHaveNames() {
    return Check.of("slots have names of their own, [a-z][a-z0-9.-]*", "Optimizer.slots", "")
        .over(
            check -> {
              check.that(
                  new HashSet<>(optimizer.slots()).size() == optimizer.slots().size(),
                  "different names",
                  optimizer.slots(),
                  "");
              optimizer
                  .slots()
                  .forEach(
                      name ->
                          check.that(
                              name.matches("[a-z][a-z0-9.-]*"), "such a name", name, "of a slot"));
            });
  }

  /** {@code rate = 0: w stays}, whatever the gradient. */
  public Finding withoutRateNothingMoves() {
    return Check.of("a rate of 0 moves no parameter", "Optimizer.update", "0")
        .over(
            check -> {
              for (long[] shape : SHAPES) {
                try (OptimizerSteps steps = new OptimizerSteps(optimizer, true, shape)) {
                  float[] start = values(steps.size(), 1);
                  steps.set(start);
                  for (int i = 1; i <= 3; i++) {
                    steps.step(0, values(steps.size(), 10 + i));
                    check.near(start, steps.parameter(), 1e-30, "%s", place(shape, i));
                  }
                }
              }
            });
  }

  /** {@code g = 0 from the start: w stays} where it may not decay. */
  public Finding withoutGradientAndDecayNothingMoves() {
    return Check.of(
            "a parameter without a gradient, which may not decay, does not move",
            "Optimizer.update",
            "0")
        .over(
            check -> {
              for (long[] shape : SHAPES) {
                try (OptimizerSteps steps = new OptimizerSteps(optimizer, false, shape)) {
                  float[] start = values(steps.size(), 2);
                  steps.set(start);
                  for (int i = 1; i <= 3; i++) {
                    steps.step(RATE, new float[steps.size()]);
                    check.near(start, steps.parameter(), 1e-30, "%s", place(shape, i));
                  }
                }
              }
            });
  }

  /** From the parameter, its slots and the step's number alone a run goes on, to the same bits. */
  public Finding stateIsAllThatCounts() {
    return Check.of(
            "going on from parameter and slots gives the same bits as never having stopped",
            "Optimizer.update",
            "0")
        .over(
            check -> {
              for (long[] shape : SHAPES) {
                try (OptimizerSteps whole = new OptimizerSteps(optimizer, true, shape);
                    OptimizerSteps second = new OptimizerSteps(optimizer, true, shape)) {
                  whole.set(values(whole.size(), 3));
                  for (int i = 1; i <= 3; i++) {
                    whole.step(RATE, values(whole.size(), 20 + i));
                  }
                  second.load(3, whole.state());
                  for (int i = 4; i <= 6; i++) {
                    whole.step(RATE, values(whole.size(), 20 + i));
                    second.step(RATE, values(whole.size(), 20 + i));
                    Map<String, float[]> found = second.state();
                    for (Map.Entry<String, float[]> entry : whole.state().entrySet()) {
                      check.that(
                          Arrays.equals(entry.getValue(), found.get(entry.getKey())),
                          Arrays.toString(entry.getValue()),
                          Arrays.toString(found.get(entry.getKey())),
                          "for '%s', %s",
                          entry.getKey(),
                          place(shape, i));
                    }
                  }
                }
              }
            });
  }

  /** Of {@code f(w) = |w - a|^2 / 2}, with gradient w - a, steps find a lower value. */
  public Finding aStepGoesDown() {
    return Check.of("steps of a small rate lower |w - a|^2 / 2", "Optimizer.update", "")
        .over(
            check -> {
              for (long[] shape : SHAPES) {
                try (OptimizerSteps steps = new OptimizerSteps(optimizer, false, shape)) {
                  float[] target = values(steps.size(), 4);
                  steps.set(values(steps.size(), 5));
                  double before = distance(steps.parameter(), target);
                  for (int i = 1; i <= 50; i++) {
                    float[] w = steps.parameter();
                    float[] gradient = new float[w.length];
                    for (int k = 0; k < w.length; k++) {
                      gradient[k] = w[k] - target[k];
                    }
                    steps.step(RATE, gradient);
                  }
                  double after = distance(steps.parameter(), target);
                  check.that(
                      after < before,
                      "less than " + before,
                      after,
                      "after 50 steps of a parameter of shape %s",
                      Arrays.toString(shape));
                }
              }
            });
  }

  private static String place(long[] shape, int step) {
    return "at step %d of a parameter of shape %s".formatted(step, Arrays.toString(shape));
  }

  /** Values of some size, far from zero and from each other's. */
  private static float[] values(int count, int seed) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * Math.sin(12.9898 * seed + 78.233 * i));
    }
    return values;
  }

  private static double distance(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) (one[i] - other[i]) * (one[i] - other[i]);
    }
    return Math.sqrt(sum);
  }
}
