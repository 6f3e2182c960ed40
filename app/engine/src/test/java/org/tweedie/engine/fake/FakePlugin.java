package org.tweedie.engine.fake;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** Components under the names that a run takes by default, and some that refuse. */
public final class FakePlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "fake-components";
  }

  @Override
  public void configure(Components components) {
    components.data("toy", FakeData.class);
    components.data("missing-files", MissingData.class);
    components.addDefault(Kinds.SCHEDULE, "linear", FakeSchedule.class);
    components.schedule("cosine", OffsetSchedule.class);
    components.learnedSchedule("learned", FakeLearnedSchedule.class);
    components.addDefault(Kinds.NETWORK, "unet", FakeNetwork.class);
    components.network("needs-random", NeedsRandom.class);
    components.addDefault(Kinds.PRECONDITIONING, "none", FakePreconditioning.class);
    components.addDefault(Kinds.OBJECTIVE, "vlb", FakeObjective.class);
    components.addDefault(Kinds.TIMES, "low-discrepancy", FakeTimes.class);
    components.addDefault(Kinds.OPTIMIZER, "adamw", FakeOptimizer.class);
    components.add(Kinds.OPTIMIZER, "sgd", PlainOptimizer.class);
    components.addDefault(Kinds.LEARNING_RATE, "constant", FakeLearningRate.class);
    components.addDefault(Kinds.AUGMENTATION, "none", FakeAugmentation.class);
    components.addDefault(Kinds.STOPPING, "none", FakeStopping.class);
    components.addDefault(Kinds.AVERAGES, "exponential", FakeAverage.class);
    components.addDefault(Kinds.SAMPLER, "ancestral", FakeSampler.class);
    components.sampler("ddim", PickySampler.class);
    components.addDefault(Kinds.GUIDANCE, "none", FakeGuidance.class);
    components.guidance("classifier-free", PickyGuidance.class);
    components.suggest("test", Kinds.SAMPLER, "ddim");
  }
}
