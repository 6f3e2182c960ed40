package org.tweedie.engine.fake;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

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
    components.schedule("linear", FakeSchedule.class);
    components.schedule("cosine", OffsetSchedule.class);
    components.learnedSchedule("learned", FakeLearnedSchedule.class);
    components.network("unet", FakeNetwork.class);
    components.network("needs-random", NeedsRandom.class);
    components.preconditioning("none", FakePreconditioning.class);
    components.objective("vlb", FakeObjective.class);
    components.times("low-discrepancy", FakeTimes.class);
    components.sampler("ancestral", FakeSampler.class);
    components.sampler("ddim", PickySampler.class);
    components.guidance("none", FakeGuidance.class);
    components.guidance("classifier-free", PickyGuidance.class);
  }
}
