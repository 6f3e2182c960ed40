package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tweedie.api.network.Initializer;
import org.tweedie.engine.problem.ModelFailure;

/** What a network may ask its graph for. */
class ParameterGraphTest {

  /** A depth that a component does not limit, as {@code integer} did not. */
  @Test
  void aNetworkWithoutAnEndIsRefusedBeforeItTakesAllMemory() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      ParameterGraph parameters = new ParameterGraph(tf, new Variables(tf), Optional.empty());
      assertThatThrownBy(
              () -> {
                for (int layer = 0; ; layer++) {
                  parameters.parameter("layer-" + layer, Initializer.zeros(), 1);
                }
              })
          .isInstanceOf(ModelFailure.class)
          .hasMessage(
              "The network has more than 10,000 parameters, and 'layer-10000' is one more:"
                  + " take a network of fewer layers.");
      assertThat(parameters.parameters()).hasSize(ParameterGraph.MOST_PARAMETERS);
      // What is there already may be asked for again.
      assertThat(parameters.parameter("layer-7", Initializer.zeros(), 1)).isNotNull();
    }
  }
}
