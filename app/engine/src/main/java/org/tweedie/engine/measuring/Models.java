package org.tweedie.engine.measuring;

import java.io.IOException;
import org.tweedie.api.model.DiffusionModel;

/** The models of a run, opened when they are first asked for. */
public interface Models {

  /** The model that is looked at: in float32, with the weights that the config evaluates. */
  DiffusionModel evaluated() throws IOException;

  /** The model that draws samples, with the weights that the config samples. */
  DiffusionModel sampled() throws IOException;

  /** One model for both. */
  static Models of(DiffusionModel model) {
    return new Models() {
      @Override
      public DiffusionModel evaluated() {
        return model;
      }

      @Override
      public DiffusionModel sampled() {
        return model;
      }
    };
  }
}
