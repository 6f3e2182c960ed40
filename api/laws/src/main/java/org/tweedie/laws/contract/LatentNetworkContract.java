package org.tweedie.laws.contract;

import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.LatentNetwork;
import org.tweedie.laws.graph.TestGraph;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.LatentNetworkIdentities;

/**
 * What every encoder and decoder keeps: see {@link LatentNetworkIdentities}. Extend it and supply
 * the network and two shapes; take all small, since gradients are checked by running the network
 * several times a parameter. TensorFlow's native library must be on the class path of the tests.
 */
public abstract class LatentNetworkContract {

  private static final int SEED = 20_262;
  private static final int BATCH = 3;

  /** The network under test. */
  protected abstract LatentNetwork network();

  /** What it sees. */
  protected abstract DataShape from();

  /** What it is asked for. */
  protected abstract DataShape to();

  @Test
  void putsOutTheShapeThatWasAskedFor() {
    check(LatentNetworkIdentities::shapeIsAsAskedFor);
  }

  @Test
  void treatsExamplesIndependently() {
    check(LatentNetworkIdentities::examplesAreIndependent);
  }

  @Test
  void dependsOnWhatItSees() {
    check(LatentNetworkIdentities::inputMatters);
  }

  @Test
  void givesTheSameBitsTwice() {
    check(LatentNetworkIdentities::bitsRepeat);
  }

  @Test
  void hasGradientsThatAgreeWithFiniteDifferences() {
    try (TestGraph graph = TestGraph.forInference(SEED)) {
      Operand<TFloat32> x = graph.floats(shape(-1));
      Operand<TFloat32> output = network().output(graph, new LatentInput(x, from(), to(), 2));
      graph.initialize();
      graph.moveParameters(7);
      Random random = new Random(11);
      float[] values = new float[BATCH * from().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      graph.feed(x, values, shape(BATCH));
      new GradientCheck(graph, output, 3)
          .agrees(new GradientCheck.Input("the input x", x, values, shape(BATCH)));
    }
  }

  /** An identity of such a network. */
  private interface Identity {
    Finding of(LatentNetworkIdentities identities);
  }

  private void check(Identity identity) {
    try (LatentNetworkIdentities identities =
        new LatentNetworkIdentities(network(), from(), to())) {
      assertHolds(identity.of(identities));
    }
  }

  private long[] shape(long batch) {
    return LongStream.concat(
            LongStream.of(batch), from().dimensions().stream().mapToLong(Integer::longValue))
        .toArray();
  }
}
