package org.tweedie.api.guidance;

import org.tweedie.api.model.DiffusionModel;

/**
 * A way to bend predictions towards a condition (Luo, arXiv 2208.11970, equations 163 to 170).
 * Guidance decorates: what it returns is a model like any other, which can be guided again.
 * Immutable.
 */
public interface Guidance {

  /**
   * The model under guidance; examples without a condition are predicted as by the model itself.
   */
  DiffusionModel guide(DiffusionModel model);
}
