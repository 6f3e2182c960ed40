package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Description;

/** Leaves the model as it is. */
@Description("leaves the model as it is")
public final class FakeGuidance implements Guidance {

  /** Without options. */
  @Inject
  public FakeGuidance() {}

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return model;
  }
}
