package org.tweedie.engine.tensor;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.Teacher;

/** A batch before there are latents: what {@link Objective#examples} may look at. */
record DrawnBatch(
    Ops tf,
    Operand<TFloat32> signal,
    Operand<TFloat32> noise,
    GraphLevel level,
    Optional<Teacher> known)
    implements Denoising {

  @Override
  public Teacher teacher() {
    return known.orElseGet(Denoising.super::teacher);
  }

  @Override
  public Operand<TFloat32> latent() {
    throw none();
  }

  @Override
  public GraphLevel earlierLevel(int steps) {
    throw none();
  }

  @Override
  public Operand<TFloat32> moreNoise(int index) {
    throw none();
  }

  @Override
  public Operand<TFloat32> output() {
    throw none();
  }

  @Override
  public Operand<TFloat32> varianceFraction() {
    throw none();
  }

  @Override
  public Operand<TFloat32> output(Operand<TFloat32> latent, Operand<TFloat32> logSnr) {
    throw none();
  }

  private static IllegalStateException none() {
    return new IllegalStateException(
        "there are no latents yet: examples are made of what was drawn, of levels and of a teacher");
  }
}
