package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.Encoding;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.LatentTraining;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.likelihood.ChainBound;

/**
 * A linear variational autoencoder on the data of probabilistic principal components reaches their
 * likelihood (Tipping and Bishop 1999; Lucas et al., arXiv 1911.02469): the encoder of such data is
 * linear, so the bound is tight at the optimum.
 */
class LinearAutoencoderTest {

  private static final DataShape DATA = DataShape.point(3);
  private static final DataShape LATENT = DataShape.point(1);

  /** {@code x = W z + S eps}. */
  private static final double[] W = {1.2, -0.8, 0.5};

  private static final double S = 0.6;
  private static final int BATCH = 256;
  private static final int STEPS = 2500;

  private static Batch data(long seed, int count) {
    float[] z = new SeededNoise(seed, 0, count, LATENT).draw(0).values();
    Batch eps = new SeededNoise(seed, 0, count, DATA).draw(1);
    float[] values = new float[count * W.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (W[k % W.length] * z[k / W.length] + S * eps.values()[k]);
    }
    return Batch.of(DATA, values);
  }

  /** By the determinant and the inverse of {@code W W' + S^2 I}. */
  private static double logLikelihood(float[] x) {
    double power = Arrays.stream(W).map(w -> w * w).sum();
    double squares = 0;
    double product = 0;
    for (int j = 0; j < W.length; j++) {
      squares += x[j] * x[j];
      product += W[j] * x[j];
    }
    double distance = (squares - product * product / (power + S * S)) / (S * S);
    double logDeterminant = Math.log(power + S * S) + (W.length - 1) * Math.log(S * S);
    return -(W.length * Math.log(2 * Math.PI) + logDeterminant + distance) / 2;
  }

  @Test
  void reachesTheLikelihoodOfProbabilisticComponents() {
    LatentParts parts =
        new LatentParts(
            DataDescription.of(DATA),
            new LatentDesign(
                List.of(LATENT),
                Encoding.LEARNED,
                false,
                StepPrediction.MEAN,
                LatentTraining.plain()),
            Optional.of(BuiltIn.make(Kinds.ENCODER, "mlp", "layers=0")),
            Optional.of(BuiltIn.make(Kinds.DECODER, "mlp", "layers=0")),
            Optional.empty(),
            Optional.empty());
    UpdateSettings constant = BuiltIn.adamW(0.02, 10, 0, 0, 0.999);
    UpdateSettings falling =
        new UpdateSettings(
            constant.optimizer(),
            step -> 0.02 * (1 - (step - 1.0) / STEPS),
            0,
            constant.averages());
    SessionSettings settings = new SessionSettings(0, false, false);
    Map<String, float[]> weights;
    try (LatentGraph graph = new LatentGraph(parts, BATCH, 1, falling, settings)) {
      graph.initialize(3, Map.of(), Map.of());
      for (int step = 1; step <= STEPS; step++) {
        TrainingInput input =
            new TrainingInput(
                step, data(100 + step, BATCH), new int[BATCH], TimeDraw.even(new double[BATCH]), 7);
        try (Feeds feeds = graph.feed(input)) {
          graph.step(feeds);
        }
      }
      weights = Average.in(graph.state(), Average.MAIN);
    }
    int count = 20_000;
    Batch test = data(1, count);
    try (LatentModel model = new LatentModel(parts, settings)) {
      model.load(weights);
      // One importance sample is the bound in the mean, and varies little where it is tight.
      double[] found =
          new ChainBound(1, 5, false).importance(model.chain(), test, Condition.none(count), 0);
      double[] gap = new double[count];
      for (int i = 0; i < count; i++) {
        gap[i] = logLikelihood(test.example(i)) - found[i];
      }
      double mean = Arrays.stream(gap).average().orElseThrow();
      double error =
          Math.sqrt(
              Arrays.stream(gap).map(nats -> (nats - mean) * (nats - mean)).sum() / count / count);
      assertThat(error).isLessThan(5e-4);
      assertThat(mean).isBetween(-3 * error, 1e-3);
    }
  }
}
