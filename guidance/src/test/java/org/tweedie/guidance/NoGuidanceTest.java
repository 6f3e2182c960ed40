package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.laws.contract.GuidanceContract;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;

class NoGuidanceTest extends GuidanceContract {

  @Override
  protected Guidance guidance() {
    return new NoGuidance();
  }

  @Test
  void isTheModelItself() {
    DiffusionModel model = new GaussianModel(StraightSchedule.WIDE, 0.2, Parameterization.NOISE);
    assertThat(new NoGuidance().guide(model)).isSameAs(model);
  }
}
