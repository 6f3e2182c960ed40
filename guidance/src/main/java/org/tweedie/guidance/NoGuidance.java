package org.tweedie.guidance;

import jakarta.inject.Inject;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Description;

/**
 * The model as it is: a condition reaches the network and nothing else happens. Immutable; safe for
 * many threads.
 */
@Description("the model's own prediction, conditional where there is a condition")
public final class NoGuidance implements Guidance {

  /** Without options. */
  @Inject
  public NoGuidance() {}

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return model;
  }
}
