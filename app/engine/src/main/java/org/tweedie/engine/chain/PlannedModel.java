package org.tweedie.engine.chain;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.PlannedSchedule;

/**
 * A model whose schedule knows the times at which few steps cost least: by the model's errors on
 * training examples, or by the errors of steps along its flow. They are measured when they are
 * first asked for. As thread safe as the model.
 */
public final class PlannedModel implements DiffusionModel {

  private final DiffusionModel model;
  private final PlannedSchedule schedule;

  /**
   * Measures nothing yet.
   *
   * @param data what the examples are like
   * @param examples of training
   * @param conditional whether the model is told of each example what is known of it
   */
  public PlannedModel(
      DiffusionModel model, DataDescription data, Examples examples, boolean conditional) {
    this.model = model;
    schedule =
        new Planned(
            model.schedule(),
            asked ->
                (asked.alongFlow
                        ? FlowCosts.best(
                            model,
                            data,
                            examples,
                            conditional,
                            asked.last,
                            asked.first,
                            asked.steps)
                        : StepCosts.best(
                            model,
                            data,
                            examples,
                            conditional,
                            asked.last,
                            asked.first,
                            asked.steps,
                            done -> {}))
                    .times());
  }

  private record Asked(boolean alongFlow, double first, double last, int steps) {}

  @FunctionalInterface
  private interface Planner {
    /** The rising times of a grid, from 0 to 1, as shares of the way from last to first. */
    double[] shares(Asked asked);
  }

  private record Planned(NoiseSchedule schedule, Planner planner, Map<Asked, double[]> known)
      implements PlannedSchedule {

    Planned(NoiseSchedule schedule, Planner planner) {
      this(schedule, planner, new ConcurrentHashMap<>());
    }

    @Override
    public double[] times(double first, double last, int steps) {
      return times(new Asked(false, first, last, steps));
    }

    @Override
    public double[] timesAlongFlow(double first, double last, int steps) {
      return times(new Asked(true, first, last, steps));
    }

    private double[] times(Asked asked) {
      double[] shares = known.computeIfAbsent(asked, planner::shares);
      double[] times = new double[asked.steps];
      Arrays.setAll(times, i -> asked.last + (asked.first - asked.last) * shares[asked.steps - i]);
      times[0] = asked.first;
      return times;
    }

    @Override
    public double logSnr(double t) {
      return schedule.logSnr(t);
    }

    @Override
    public int timesteps() {
      return schedule.timesteps();
    }

    @Override
    public NoiseLevel at(double t) {
      return schedule.at(t);
    }

    @Override
    public NoiseRate rate(double t) {
      return schedule.rate(t);
    }

    @Override
    public NoiseLevel movingAt(double t) {
      return schedule.movingAt(t);
    }

    @Override
    public double logSnrSlope(double t) {
      return schedule.logSnrSlope(t);
    }

    @Override
    public double timeOf(double logSnr) {
      return schedule.timeOf(logSnr);
    }
  }

  @Override
  public NoiseSchedule schedule() {
    return schedule;
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    return model.predict(z, times, condition);
  }

  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    return model.differentiate(z, times, condition, cotangent);
  }
}
