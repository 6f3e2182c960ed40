package org.tweedie.engine.measure;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.engine.chain.StepTimes;
import org.tweedie.engine.fake.FakeObjective;
import org.tweedie.laws.contract.MeasureContract;
import org.tweedie.laws.exact.MeasuredMixture;
import org.tweedie.laws.plugin.DefaultOptions;

/** Every built-in measure keeps the contract. */
class BuiltInMeasuresTest {

  private static final MeasuredMixture MIXTURE = new MeasuredMixture(60, 0.1, 7);
  private static final Resources RESOURCES = new FakeResources(MIXTURE.mixture(), false);
  private static final Objective OBJECTIVE =
      new FakeObjective(new FakeObjective.Options(Parameterization.NOISE));
  private static final HeldOutExamples FEW = new HeldOutExamples(6, 4, 1);

  private static ComparisonOptions by(String classifier) {
    return new ComparisonOptions(
        new FeatureOptions(classifier), new ExampleOptions(40, 1), Split.TEST);
  }

  @Nested
  class Bound extends MeasureContract {
    @Override
    protected Measure construct() {
      return new BoundMeasure(
          new BoundMeasure.Options(2, FEW),
          OBJECTIVE,
          any -> Optional.empty(),
          any -> Optional.empty(),
          MIXTURE.data().description());
    }
  }

  @Nested
  class DiscreteBound extends MeasureContract {
    @Override
    protected Measure construct() {
      return new DiscreteBoundMeasure(
          new DiscreteBoundMeasure.Options(10, 2, StepTimes.EVEN, FEW),
          OBJECTIVE,
          any -> Optional.empty(),
          MIXTURE.data().description());
    }
  }

  @Nested
  class Flow extends MeasureContract {
    @Override
    protected Measure construct() {
      return new FlowMeasure(
          DefaultOptions.of(FlowMeasure.Options.class),
          any -> Optional.empty(),
          MIXTURE.data().description());
    }
  }

  @Nested
  class Frechet extends MeasureContract {
    @Override
    protected Measure construct() {
      return new FrechetMeasure(new FrechetMeasure.Options(by("")), RESOURCES);
    }
  }

  @Nested
  class FrechetByClassifier extends MeasureContract {
    @Override
    protected Measure construct() {
      return new FrechetMeasure(new FrechetMeasure.Options(by("runs/classifier")), RESOURCES);
    }
  }

  @Nested
  class Kernel extends MeasureContract {
    @Override
    protected Measure construct() {
      return new KernelMeasure(new KernelMeasure.Options(by("")), RESOURCES);
    }
  }

  @Nested
  class PrecisionRecall extends MeasureContract {
    @Override
    protected Measure construct() {
      return new PrecisionRecallMeasure(new PrecisionRecallMeasure.Options(3, by("")), RESOURCES);
    }
  }

  @Nested
  class DensityCoverage extends MeasureContract {
    @Override
    protected Measure construct() {
      return new DensityCoverageMeasure(new DensityCoverageMeasure.Options(5, by("")), RESOURCES);
    }
  }

  @Nested
  class Sliced extends MeasureContract {
    @Override
    protected Measure construct() {
      return new SlicedWassersteinMeasure(
          new SlicedWassersteinMeasure.Options(20, by("")), RESOURCES);
    }
  }

  @Nested
  class Energy extends MeasureContract {
    @Override
    protected Measure construct() {
      return new EnergyMeasure(new EnergyMeasure.Options(by("")), RESOURCES);
    }
  }

  @Nested
  class ClassifierAccuracy extends MeasureContract {
    @Override
    protected Measure construct() {
      return new ClassifierAccuracyMeasure(
          new ClassifierAccuracyMeasure.Options("runs/classifier", new ExampleOptions(40, 1)),
          RESOURCES);
    }
  }

  @Nested
  class NearestExampleAccuracy extends MeasureContract {
    @Override
    protected Measure construct() {
      return new ClassifierAccuracyMeasure(
          new ClassifierAccuracyMeasure.Options("", new ExampleOptions(40, 1)), RESOURCES);
    }
  }

  @Nested
  class Memorisation extends MeasureContract {
    @Override
    protected Measure construct() {
      return new MemorisationMeasure(
          new MemorisationMeasure.Options(0.1, new FeatureOptions(""), new ExampleOptions(40, 1)),
          RESOURCES);
    }
  }

  @Nested
  class Seconds extends MeasureContract {
    @Override
    protected Measure construct() {
      return new SecondsMeasure();
    }
  }

  @Nested
  class NetworkEvaluations extends MeasureContract {
    @Override
    protected Measure construct() {
      return new NetworkEvaluationsMeasure();
    }
  }
}
