package org.tweedie.denoisers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Where a teacher's flow leads from the noise of a batch (Liu et al., "Flow Straight and Fast:
 * Learning to Generate and Transfer Data with Rectified Flow", arXiv 2209.03003, algorithm 1,
 * reflow): noise and example are then the two ends of one path, so that the flow between them is
 * straighter, and its transport costs no more (theorems 3.5 and 3.7). The batch's own examples give
 * nothing but their labels.
 *
 * <p>The teacher walks by N steps of DDIM from time 1 at the times i/N, which on straight paths are
 * Euler's along dz/dt.
 *
 * @param schedule down which it walks
 * @param steps N
 */
record Reflow(NoiseSchedule schedule, int steps) {

  /** Where there is no noise. */
  private static final NoiseLevel DATA =
      new NoiseLevel(1, 0, Double.POSITIVE_INFINITY).moving(new NoiseRate(0, 0));

  Operand<TFloat32> ends(Denoising batch) {
    Ops tf = batch.tf();
    TeacherSteps teacher = new TeacherSteps(batch);
    GraphLevel level = level(batch, schedule.movingAt(1));
    Operand<TFloat32> z =
        tf.math.mul(batch.noise(), tf.constant((float) Math.sqrt(schedule.at(1).power())));
    for (int left = steps - 1; left >= 0; left--) {
      NoiseLevel to = left == 0 ? DATA : schedule.movingAt((double) left / steps);
      GraphLevel next = level(batch, to);
      z = teacher.first(z, level, next);
      level = next;
    }
    return tf.stopGradient(z);
  }

  /** One level for all examples. */
  private static GraphLevel level(Denoising batch, NoiseLevel level) {
    return GraphLevel.withoutSlope(
            batch.tf(),
            all(batch, level.alpha()),
            all(batch, level.sigma()),
            all(batch, GraphLevel.boundedLogSnr(level.logSnr())))
        .moving(
            new GraphLevel.Rate(
                all(batch, GraphLevel.boundedRate(level.rate().alpha())),
                all(batch, GraphLevel.boundedRate(level.rate().sigma()))));
  }

  private static Operand<TFloat32> all(Denoising batch, double value) {
    Ops tf = batch.tf();
    return tf.math.add(tf.zerosLike(batch.level().alpha()), tf.constant((float) value));
  }
}
