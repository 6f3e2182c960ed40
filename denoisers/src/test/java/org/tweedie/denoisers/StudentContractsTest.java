package org.tweedie.denoisers;

import org.junit.jupiter.api.Nested;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.contract.ObjectiveContract;
import org.tweedie.laws.exact.BoundlessSchedule;

class StudentContractsTest {

  @Nested
  class Progressive extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new ProgressiveDistillationObjective(
          new ProgressiveDistillationObjective.Options(
              "teacher", 0, predicts, 4, 2, ProgressiveDistillationObjective.Weight.TRUNCATED_SNR));
    }
  }

  @Nested
  class ProgressiveInManySteps extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new ProgressiveDistillationObjective(
          new ProgressiveDistillationObjective.Options(
              "teacher", 0, predicts, 1, 8, ProgressiveDistillationObjective.Weight.SNR_PLUS_ONE));
    }
  }

  @Nested
  class OfConsistencyDistillation extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new ConsistencyDistillationObjective(
          new ConsistencyDistillationObjective.Options(
              "teacher", 0, predicts, 40, 2, 0.002, 80, 0.00054),
          new BoundlessSchedule());
    }
  }

  @Nested
  class OfConsistencyTraining extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new ConsistencyTrainingObjective(
          new ConsistencyTrainingObjective.Options(predicts, 10, 1280, 0.002, 80, 0.00054),
          new BoundlessSchedule());
    }
  }

  @Nested
  class OfReflow extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new FlowMatchingObjective(
          new FlowMatchingObjective.Options(
              predicts, FlowMatchingObjective.Pairs.REFLOW, "teacher", 0, 4),
          new BoundlessSchedule());
    }
  }
}
