package org.tweedie.engine.measure;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** The built-in measures. */
@AutoService(DiffusionPlugin.class)
public final class MeasurePlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-measures";
  }

  @Override
  public void configure(Components components) {
    components.addDefault(Kinds.MEASURES, "bound", BoundMeasure.class);
    components.add(Kinds.MEASURES, "discrete-bound", DiscreteBoundMeasure.class);
    components.add(Kinds.MEASURES, "importance", ImportanceMeasure.class);
    components.add(Kinds.MEASURES, "flow", FlowMeasure.class);
    components.add(Kinds.MEASURES, "reconstruction", ReconstructionMeasure.class);
    components.add(Kinds.MEASURES, "frechet", FrechetMeasure.class);
    components.add(Kinds.MEASURES, "kernel-distance", KernelMeasure.class);
    components.add(Kinds.MEASURES, "precision-recall", PrecisionRecallMeasure.class);
    components.add(Kinds.MEASURES, "density-coverage", DensityCoverageMeasure.class);
    components.add(Kinds.MEASURES, "sliced-wasserstein", SlicedWassersteinMeasure.class);
    components.add(Kinds.MEASURES, "energy-distance", EnergyMeasure.class);
    components.add(Kinds.MEASURES, "classifier-accuracy", ClassifierAccuracyMeasure.class);
    components.add(Kinds.MEASURES, "memorisation", MemorisationMeasure.class);
    components.add(Kinds.MEASURES, "caption-accuracy", CaptionAccuracyMeasure.class);
    components.add(Kinds.MEASURES, "number-error", NumberErrorMeasure.class);
    components.add(Kinds.MEASURES, "seconds", SecondsMeasure.class);
    components.add(Kinds.MEASURES, "network-evaluations", NetworkEvaluationsMeasure.class);
    components.suggest(
        "score",
        Kinds.MEASURES,
        "frechet",
        "kernel-distance",
        "precision-recall",
        "density-coverage");
    components.suggest(
        "score-in-the-plane", Kinds.MEASURES, "sliced-wasserstein", "energy-distance");
    components.suggest("score-cost", Kinds.MEASURES, "network-evaluations");
  }
}
