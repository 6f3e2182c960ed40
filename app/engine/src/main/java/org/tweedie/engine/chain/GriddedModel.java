package org.tweedie.engine.chain;

import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A model in a time of its own, in which the times of a grid are even: what is measured of it at
 * times i/T is measured of the model at the grid's.
 *
 * @param model the model
 * @param grid the times of T steps
 */
public record GriddedModel(DiffusionModel model, StepGrid grid) implements DiffusionModel {

  private record Warped(NoiseSchedule schedule, StepGrid grid) implements NoiseSchedule {

    private double time(double t) {
      double place = Math.min(1, Math.max(0, t)) * grid.steps();
      // Times i/T are rounded, and must come to the point itself.
      int point = (int) Math.rint(place);
      int[] points = grid.points();
      if (Math.abs(place - point) < 1e-9) {
        return (double) points[point] / grid.fine();
      }
      int below = (int) place;
      double between = points[below] + (place - below) * (points[below + 1] - points[below]);
      return between / grid.fine();
    }

    @Override
    public double logSnr(double t) {
      return schedule.logSnr(time(t));
    }

    @Override
    public NoiseLevel at(double t) {
      return schedule.at(time(t));
    }
  }

  @Override
  public NoiseSchedule schedule() {
    return new Warped(model.schedule(), grid);
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    Warped warped = new Warped(model.schedule(), grid);
    return model.predict(z, Arrays.stream(times).map(warped::time).toArray(), condition);
  }
}
