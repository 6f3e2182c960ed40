package org.tweedie.laws.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.laws.graph.TestGraph;
import org.tweedie.laws.identity.ConditionIdentities;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.NetworkIdentities;

/**
 * What every {@link DenoiserNetwork} does. Extend it and supply the network and the data that it is
 * for; take both small, since gradients are checked by running the network several times a
 * parameter. TensorFlow's native library must be on the class path of the tests. The identities are
 * those of {@link NetworkIdentities}, which {@code tweedie verify} shows too.
 */
public abstract class NetworkContract {

  private static final int SEED = 20_261;

  /** The network under test. */
  protected abstract DenoiserNetwork network();

  /** The data that {@link #network} is for; {@link #labelsMatter} wants at least two classes. */
  protected abstract DataDescription data();

  /**
   * Whether the output is differentiable. One that rounds, and is trained by gradients as if it did
   * not, is not: differences then tell nothing of its gradients.
   */
  protected boolean isSmooth() {
    return true;
  }

  @Test
  void putsOutTheShapeOfItsLatentsForEveryBatchSize() {
    check(NetworkIdentities::shapeIsThatOfLatents);
  }

  @Test
  void putsOutTwoTensorsOnTheLastAxisWhereAskedTo() {
    check(NetworkIdentities::outputsAreAsManyAsAskedFor);
  }

  @Test
  void acceptsABatchSizeThatIsKnown() {
    check(NetworkIdentities::parametersAreTheSameInTraining);
  }

  @Test
  void staysFiniteForEveryLogSnr() {
    check(NetworkIdentities::outputIsFinite);
  }

  @Test
  void treatsExamplesIndependently() {
    check(NetworkIdentities::examplesAreIndependent);
  }

  @Test
  void dependsOnTheNoiseLevel() {
    check(NetworkIdentities::noiseLevelMatters);
  }

  @Test
  void labelsMatter() {
    check(NetworkIdentities::labelsMatter);
  }

  @Test
  void isToldWhatIsKnown() {
    checkConditions(ConditionIdentities::knownPartsMatter);
  }

  @Test
  void doesNotLookAtWhatIsNotKnown() {
    checkConditions(ConditionIdentities::unknownPartsDoNot);
  }

  @Test
  void doesNotLookBeyondACaptionsEnd() {
    checkConditions(ConditionIdentities::paddingDoesNot);
  }

  @Test
  void looksAtTheNoiseInImages() {
    checkConditions(ConditionIdentities::noiseInImagesMatters);
  }

  @Test
  void givesTheSameBitsTwice() {
    check(NetworkIdentities::bitsRepeat);
  }

  @Test
  void putsOutOnTheHostWhatTheGraphDoes() {
    check(NetworkIdentities::hostAgrees);
  }

  @Test
  void givesAnExampleTheSameBitsOnTheHostBesideAnyOthers() {
    check(NetworkIdentities::hostIsIndependent);
  }

  @Test
  void hasGradientsThatAgreeWithFiniteDifferences() {
    assumeTrue(isSmooth(), "the network rounds");
    int batch = Math.max(3, data().classes().size() + 1);
    try (TestGraph graph = TestGraph.forInference(SEED)) {
      Operand<TFloat32> z = graph.floats(shape(-1));
      Operand<TFloat32> logSnr = graph.floats(-1);
      Operand<TInt32> label = graph.integers(-1);
      Operand<TFloat32> output = network().output(graph, NetworkInput.of(z, logSnr, label));
      graph.initialize();
      graph.moveParameters(7);
      Random random = new Random(11);
      float[] latents = new float[batch * data().shape().size()];
      for (int i = 0; i < latents.length; i++) {
        latents[i] = (float) random.nextGaussian();
      }
      float[] logSnrs = new float[batch];
      int[] labels = new int[batch];
      for (int i = 0; i < batch; i++) {
        logSnrs[i] = 6 - 3.7f * i;
        labels[i] = i % (data().classes().size() + 1);
      }
      graph.feed(z, latents, shape(batch));
      graph.feed(logSnr, logSnrs, batch);
      graph.feed(label, labels);
      new GradientCheck(graph, output, 3)
          .agrees(new GradientCheck.Input("the latents z", z, latents, shape(batch)));
    }
  }

  /** An identity of a network. */
  private interface Identity {
    Finding of(NetworkIdentities identities);
  }

  private void check(Identity identity) {
    try (NetworkIdentities identities = new NetworkIdentities(network(), data())) {
      assertHolds(identity.of(identities));
    }
  }

  /** An identity of what a network is told beside classes. */
  private interface OfConditions {
    Finding of(ConditionIdentities identities);
  }

  private void checkConditions(OfConditions identity) {
    try (ConditionIdentities identities = new ConditionIdentities(network(), data())) {
      assertHolds(identity.of(identities));
    }
  }

  private long[] shape(long batch) {
    return LongStream.concat(
            LongStream.of(batch),
            data().shape().dimensions().stream().mapToLong(Integer::longValue))
        .toArray();
  }
}
