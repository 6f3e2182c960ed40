package org.tweedie.denoisers;

import org.junit.jupiter.api.Nested;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.contract.ObjectiveContract;

class WeightContractsTest {

  @Nested
  class MinSnr extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new MinSnrObjective(new MinSnrObjective.Options(predicts, 5));
    }
  }

  @Nested
  class P2 extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new P2Objective(new P2Objective.Options(predicts, 1, 1));
    }
  }

  @Nested
  class Edm extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new EdmObjective(new EdmObjective.Options(predicts, 0.5));
    }
  }

  @Nested
  class FlowMatching extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new FlowMatchingObjective(
          FlowMatchingObjective.Options.of(predicts, FlowMatchingObjective.Pairs.INDEPENDENT),
          t -> 10 - 20 * t);
    }
  }

  @Nested
  class SigmoidWeighted extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new SigmoidWeightedObjective(new SigmoidWeightedObjective.Options(predicts, 2));
    }
  }
}
