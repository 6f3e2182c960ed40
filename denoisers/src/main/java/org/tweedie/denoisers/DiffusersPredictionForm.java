package org.tweedie.denoisers;

import java.util.Map;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.interchange.ForeignDescription;
import org.tweedie.api.interchange.ForeignForm;
import org.tweedie.api.model.Parameterization;

/** What a model of diffusers predicts, as its scheduler's config says. */
public final class DiffusersPredictionForm implements ForeignForm {

  private static final Map<String, Parameterization> BY_NAME =
      Map.of(
          "epsilon", Parameterization.NOISE,
          "sample", Parameterization.SIGNAL,
          "v_prediction", Parameterization.VELOCITY);

  @Override
  public String format() {
    return DiffusersUNetForm.FORMAT;
  }

  @Override
  public boolean describes(ForeignDescription description) {
    return true;
  }

  @Override
  public Map<String, Object> options(ForeignDescription said, DataDescription data) {
    String type = said.text("prediction_type", "epsilon");
    Parameterization predicts = BY_NAME.get(type);
    if (predicts == null) {
      said.refuse(
          "prediction_type",
          "'%s' cannot be had here; what can: epsilon, sample, v_prediction.".formatted(type));
      return Map.of();
    }
    return Map.of("predict", predicts);
  }
}
