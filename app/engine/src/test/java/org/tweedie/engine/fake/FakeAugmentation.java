package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import java.util.random.RandomGenerator;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.Augmentation;

/** Changes nothing. */
@Description("examples as they are")
public final class FakeAugmentation implements Augmentation {

  /** Has no options. */
  @Inject
  public FakeAugmentation() {}

  @Override
  public float[] apply(float[] example, RandomGenerator random) {
    return example;
  }
}
