package org.tweedie.study.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.inspection.Inspector;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.study.fake.FakeMeasures;

class StagePlannerTest {

  private static final Registry REGISTRY = Fakes.registry(FakeMeasures.class);

  /** The name of a run's network tells nothing of the data that it is measured on. */
  @Test
  void aGivenNetworkMeasuredOnOtherDataIsAnotherMeasurement() {
    StagePlanner planner = new StagePlanner(Optional.of(new GivenNetwork("4a2cce43535a", 5)));
    List<StageId> ours = stages(planner, "data: {type: toy}", Phase.MEASURE);
    List<StageId> others = stages(planner, "data: {type: toy, size: 8}", Phase.MEASURE);
    assertThat(ours).hasSize(2).doesNotContainAnyElementsOf(others);
    assertThat(stages(planner, "data: {type: toy}", Phase.MEASURE)).isEqualTo(ours);
    assertThat(stages(planner, "data: {type: toy, size: 8}", Phase.TRAIN))
        .isEqualTo(stages(planner, "data: {type: toy}", Phase.TRAIN));
  }

  private static List<StageId> stages(StagePlanner planner, String data, Phase phase) {
    RunConfig config =
        ConfigReader.read("c.yaml", data + "\nmeasures: [bits, likeness]\n", List.of(), REGISTRY);
    return planner
        .of(config, new Inspector(Optional.empty()).inspect(config, Location.of("c.yaml")))
        .at(5)
        .stream()
        .map(Stage::id)
        .filter(stage -> stage.phase() == phase)
        .toList();
  }
}
