package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import java.util.random.RandomGenerator;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.Augmentation;

/** Examples as the data have them. Immutable; safe for many threads. */
@Description("examples as the data have them")
public final class NoAugmentation implements Augmentation {

  /** Has no options. */
  @Inject
  public NoAugmentation() {}

  @Override
  public float[] apply(float[] example, RandomGenerator random) {
    return example;
  }

  @Override
  public boolean isIdentity() {
    return true;
  }
}
