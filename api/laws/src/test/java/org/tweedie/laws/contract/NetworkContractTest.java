package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.HostFunction;
import org.tweedie.api.network.HostNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;

/** Wrong networks are caught, each by the identity that it breaks. */
class NetworkContractTest {

  /** A right network, as small as can be, and the parts in which the tests below break it. */
  private static class Small implements DenoiserNetwork {
    @Override
    public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
      Ops tf = graph.tf();
      return tf.math.add(tf.math.mul(input.z(), scale(graph, input)), shift(graph, input));
    }

    Operand<TFloat32> scale(NetworkGraph graph, NetworkInput input) {
      Ops tf = graph.tf();
      var limited =
          tf.math.minimum(tf.math.maximum(input.logSnr(), tf.constant(-20f)), tf.constant(20f));
      return tf.math.mul(
          tf.reshape(limited, tf.constant(new int[] {-1, 1})),
          graph.parameter("slope", Initializer.ones(), 1, 2));
    }

    Operand<TFloat32> shift(NetworkGraph graph, NetworkInput input) {
      var classes = graph.parameter("classes", Initializer.normal(1), 3, 2);
      return graph.tf().gather(classes, input.label(), graph.tf().constant(0));
    }
  }

  @Test
  void networksThatIgnoreTheNoiseLevelAreCaught() {
    assertCaught(
        new Small() {
          @Override
          Operand<TFloat32> scale(NetworkGraph graph, NetworkInput input) {
            return graph.parameter("slope", Initializer.ones(), 1, 2);
          }
        },
        NetworkContract::dependsOnTheNoiseLevel,
        "'output(z, logSnr) differs between log SNRs' (Luo, equations 99, 130)");
  }

  @Test
  void networksThatMixExamplesAreCaught() {
    assertCaught(
        new Small() {
          @Override
          public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
            Ops tf = graph.tf();
            Operand<TFloat32> mean = tf.math.mean(input.z(), tf.constant(0));
            return tf.math.sub(super.output(graph, input), mean);
          }
        },
        NetworkContract::treatsExamplesIndependently,
        "depends on z_i, logSnr_i and label_i alone' (Luo, equations 99, 130)");
  }

  @Test
  void networksThatDoNotLimitTheLogSnrAreCaught() {
    assertCaught(
        new Small() {
          @Override
          Operand<TFloat32> scale(NetworkGraph graph, NetworkInput input) {
            return graph.tf().reshape(input.logSnr(), graph.tf().constant(new int[] {-1, 1}));
          }
        },
        NetworkContract::staysFiniteForEveryLogSnr,
        "Limit the log SNR.");
  }

  @Test
  void networksThatIgnoreLabelsAreCaught() {
    assertCaught(
        new Small() {
          @Override
          Operand<TFloat32> shift(NetworkGraph graph, NetworkInput input) {
            return graph.parameter("shift", Initializer.ones(), 1, 2);
          }
        },
        NetworkContract::labelsMatter,
        "(Luo, equation 170)");
  }

  @Test
  void networksThatPutOutAnotherShapeAreCaught() {
    assertCaught(
        new Small() {
          @Override
          public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
            return graph.tf().math.mean(super.output(graph, input), graph.tf().constant(1));
          }
        },
        NetworkContract::putsOutTheShapeOfItsLatentsForEveryBatchSize,
        "expected rank 2, found 1");
  }

  @Test
  void networksThatAreRandomInInferenceAreCaught() {
    assertCaught(
        new Small() {
          @Override
          public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
            Ops tf = graph.tf();
            Operand<TFloat32> noise = tf.random.randomUniform(tf.shape(input.z()), TFloat32.class);
            return tf.math.add(super.output(graph, input), noise);
          }
        },
        NetworkContract::givesTheSameBitsTwice,
        "two runs agree bit for bit");
  }

  /** A network whose evaluation on the host is what a test makes it. */
  private static final class Hosted extends Small implements HostNetwork {

    private final HostFunction host;

    Hosted(HostFunction host) {
      this.host = host;
    }

    @Override
    public HostFunction onHost(Map<String, float[]> weights, int outputs) {
      return host;
    }
  }

  @Test
  void networksThatAreOthersOnTheHostAreCaught() {
    assertCaught(
        new Hosted((z, logSnr, label) -> z.clone()),
        NetworkContract::putsOutOnTheHostWhatTheGraphDoes,
        "onHost(weights) puts out what the graph does");
  }

  @Test
  void networksThatMixExamplesOnTheHostAreCaught() {
    assertCaught(
        new Hosted(
            (z, logSnr, label) -> {
              float[] output = z.clone();
              output[0] += z.length;
              return output;
            }),
        NetworkContract::givesAnExampleTheSameBitsOnTheHostBesideAnyOthers,
        "onHost(weights) gives an example the same bits beside any others");
  }

  private static void assertCaught(
      DenoiserNetwork wrong, Consumer<NetworkContract> test, String words) {
    NetworkContract contract =
        new NetworkContract() {
          @Override
          protected DenoiserNetwork network() {
            return wrong;
          }

          @Override
          protected DataDescription data() {
            return DataDescription.of(DataShape.point(2)).withClasses(List.of("one", "two"));
          }
        };
    assertThatThrownBy(() -> test.accept(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(words);
  }
}
