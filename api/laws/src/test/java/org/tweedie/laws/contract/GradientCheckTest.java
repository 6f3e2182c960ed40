package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Initializer;
import org.tweedie.laws.graph.TestGraph;

class GradientCheckTest {

  private final TestGraph graph = TestGraph.forInference(3);
  private final Operand<TFloat32> weight = graph.parameter("weight", Initializer.normal(1), 3, 2);

  @BeforeEach
  void initialize() {
    graph.initialize();
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void acceptsARightGradient() {
    new GradientCheck(graph, graph.tf().math.exp(weight), 1).agrees();
  }

  @Test
  void findsAGradientThatIsTooSmall() {
    Operand<TFloat32> half = graph.tf().math.mul(weight, graph.tf().stopGradient(weight));
    assertThatThrownBy(() -> new GradientCheck(graph, half, 1).agrees())
        .hasMessageContaining("The gradient by the parameter weight obeys u . grad f = lim");
  }

  @Test
  void findsAGradientThatIsWrongInOneElementOnly() {
    Operand<TFloat32> mask = graph.tf().constant(new float[][] {{1, 1}, {1, 0.5f}, {1, 1}});
    Operand<TFloat32> rest = graph.tf().math.sub(graph.tf().onesLike(mask), mask);
    Operand<TFloat32> same =
        graph
            .tf()
            .math
            .add(
                graph.tf().math.mul(weight, mask),
                graph.tf().math.mul(graph.tf().stopGradient(weight), rest));
    assertThatThrownBy(() -> new GradientCheck(graph, same, 1).agrees())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void findsAParameterThatIsNotUsed() {
    graph.parameter("unused", Initializer.ones(), 2);
    graph.initialize();
    assertThatThrownBy(() -> new GradientCheck(graph, graph.tf().math.exp(weight), 1).agrees())
        .hasMessageContaining("The output depends on the parameter unused");
  }

  @Test
  void findsAParameterThatGradientsDoNotReach() {
    Operand<TFloat32> cut =
        graph.tf().stopGradient(graph.parameter("cut", Initializer.ones(), 3, 2));
    graph.initialize();
    assertThatThrownBy(() -> new GradientCheck(graph, graph.tf().math.mul(weight, cut), 1).agrees())
        .hasMessageContaining("The output depends on the parameter cut");
  }
}
