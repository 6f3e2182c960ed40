package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.laws.graph.TestGraph;

class VdmNetworkTest {

  /** Neither height nor width can be halved. */
  private static final DataDescription ODD =
      new DataDescription(DataShape.image(5, 3, 1), Optional.of(new Levels(256)), List.of());

  private static final Preconditioning NONE = new NoPreconditioning();

  private static final float[] Z = new float[2 * 5 * 3];

  static {
    for (int i = 0; i < Z.length; i++) {
      Z[i] = (float) Math.sin(i);
    }
  }

  @Test
  void startsByTakingTheLatentForNoise() {
    assertThat(atTheStart(Parameterization.NOISE, true, 1)).isEqualTo(Z);
  }

  @Test
  void startsByTakingTheLatentForTheOppositeOfTheScore() {
    float[] output = atTheStart(Parameterization.SCORE, true, 1);
    for (int i = 0; i < Z.length; i++) {
      assertThat(output[i]).isEqualTo(-Z[i]);
    }
  }

  @Test
  void addsTheLatentToNothingElse() {
    assertThat(atTheStart(Parameterization.SIGNAL, true, 1)).containsOnly(0f);
    assertThat(atTheStart(Parameterization.VELOCITY, true, 1)).containsOnly(0f);
    assertThat(atTheStart(Parameterization.NOISE, false, 1)).containsOnly(0f);
  }

  @Test
  void addsNothingUnderAPreconditioningWhichDoesSoItself() {
    Preconditioning edm = new EdmPreconditioning(new EdmPreconditioning.Options(0.5));
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> output =
          output(options(1, false, true), Parameterization.NOISE, graph, 1, edm);
      assertThat(graph.run(output)).containsOnly(0f);
    }
  }

  @Test
  void addsTheLatentToTheFirstOfTwoOutputs() {
    float[] output = atTheStart(Parameterization.NOISE, true, 2);
    for (int i = 0; i < Z.length; i++) {
      assertThat(output[2 * i]).isEqualTo(Z[i]);
      assertThat(output[2 * i + 1]).isZero();
    }
  }

  /** VDM, appendix B: n blocks, two in the middle around attention, n + 1 on joined inputs. */
  @Test
  void hasThePapersBlocks() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      output(options(3, false, true), Parameterization.NOISE, graph, 1);
      assertThat(graph.parameters())
          .filteredOn(name -> name.endsWith("/conv1/kernel"))
          .hasSize(3 + 2 + 4);
      assertThat(graph.parameters())
          .filteredOn(name -> name.endsWith("/skip/kernel"))
          .as("blocks that see twice the channels")
          .hasSize(4);
      assertThat(graph.parameters())
          .filteredOn(name -> name.endsWith("/query-key-value/kernel"))
          .hasSize(1);
      assertThat(graph.parameter("in/kernel").shape().asArray())
          .as("a grey image beside two sines and two cosines")
          .containsExactly(3, 3, 5, 8);
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      output(options(3, true, true), Parameterization.NOISE, graph, 1);
      assertThat(graph.parameters())
          .filteredOn(name -> name.endsWith("/query-key-value/kernel"))
          .hasSize(3 + 1 + 4);
    }
  }

  @Test
  void refusesPoints() {
    DataDescription points = DataDescription.of(DataShape.point(2));
    assertThatThrownBy(
            () ->
                new VdmNetwork(
                    options(1, false, true), points, predicting(Parameterization.NOISE), NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The network vdm is for images of height x width x channels, and the data have the"
                + " shape 2. For points, take the network mlp.");
  }

  private static SimpleObjective predicting(Parameterization predicts) {
    return new SimpleObjective(new SimpleObjective.Options(predicts));
  }

  private static VdmNetwork.Options options(int blocks, boolean attention, boolean residual) {
    return new VdmNetwork.Options(8, blocks, attention, 1, 4, 0, true, residual, CaptionUse.BOTH);
  }

  private static float[] atTheStart(Parameterization predicts, boolean residual, int outputs) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      return graph.run(output(options(1, false, residual), predicts, graph, outputs));
    }
  }

  private static Operand<TFloat32> output(
      VdmNetwork.Options options, Parameterization predicts, TestGraph graph, int outputs) {
    return output(options, predicts, graph, outputs, NONE);
  }

  private static Operand<TFloat32> output(
      VdmNetwork.Options options,
      Parameterization predicts,
      TestGraph graph,
      int outputs,
      Preconditioning preconditioning) {
    Operand<TFloat32> z = graph.floats(-1, 5, 3, 1);
    Operand<TFloat32> logSnr = graph.floats(-1);
    graph.feed(z, Z, 2, 5, 3, 1);
    graph.feed(logSnr, new float[] {3, -1}, 2);
    Operand<TFloat32> output =
        new VdmNetwork(options, ODD, predicting(predicts), preconditioning)
            .output(graph, NetworkInput.of(z, logSnr, graph.integers(-1)).withOutputs(outputs));
    graph.initialize();
    return output;
  }
}
