package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.FakeObjective;
import org.tweedie.engine.fake.OffsetSchedule;
import org.tweedie.engine.fake.Parts;

/** A component that throws while a graph is built leaves no native memory behind. */
class ClosedGraphsTest {

  private static final DataDescription DATA =
      new DataDescription(DataShape.point(2), Optional.empty(), List.of("a", "b"));
  private static final SessionSettings SETTINGS = new SessionSettings(1, false, false);

  private final List<Graph> graphs = new ArrayList<>();

  private final DenoiserNetwork broken =
      new DenoiserNetwork() {
        @Override
        public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
          graphs.add((Graph) input.z().op().env());
          throw new IllegalStateException("the network is broken");
        }
      };

  @Test
  void ofAModel() {
    Assembly parts =
        Parts.of(
            DATA,
            new OffsetSchedule(new OffsetSchedule.Options(0, 0.999)),
            broken,
            new FakeObjective(new FakeObjective.Options(Parameterization.NOISE)));
    assertClosed(() -> new NetworkModel(parts, SETTINGS));
  }

  @Test
  void ofATrainingStep() {
    Assembly parts =
        Parts.of(
            DATA,
            new OffsetSchedule(new OffsetSchedule.Options(0, 0.999)),
            broken,
            new FakeObjective(new FakeObjective.Options(Parameterization.NOISE)));
    UpdateSettings optimizer = BuiltIn.adamW(1e-3, 0, 0, 1, 0.9);
    assertClosed(() -> new TrainingGraph(parts, 4, optimizer, SETTINGS));
    assertClosed(() -> new ClassifierGraph(parts, 4, 1, optimizer, SETTINGS));
  }

  @Test
  void ofAClassifier() {
    assertClosed(() -> new ClassifierModel(DATA, broken, SETTINGS));
  }

  private void assertClosed(Runnable build) {
    graphs.clear();
    assertThatThrownBy(build::run).hasMessageContaining("the network is broken");
    assertThat(graphs).as("graphs that were begun").isNotEmpty();
    graphs.forEach(
        graph ->
            assertThatThrownBy(() -> graph.operations().hasNext())
                .as("what a closed graph says")
                .isInstanceOf(IllegalStateException.class));
  }
}
