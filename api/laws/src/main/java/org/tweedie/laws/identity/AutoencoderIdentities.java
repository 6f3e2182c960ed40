package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.sampler.SeededNoise;

/**
 * What every autoencoder keeps: shapes, examples that know nothing of one another, and a decoder
 * that is a distribution, of which it tells the mean. Looked at on some training examples.
 *
 * @param autoencoder what is checked
 * @param data that it is for
 */
public record AutoencoderIdentities(Autoencoder autoencoder, DataSource data) {

  private static final int EXAMPLES = 8;

  /** Of a network in float32, whose sums may be grouped otherwise in another batch. */
  private static final double ROUNDING = 1e-3;

  /** The same of a likelihood, for each nat of it. */
  private static final double OF_NATS = 1e-4;

  /** Values are those of the nearest level; and some for rounding. */
  private static final double HALF_A_LEVEL = 0.55;

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(
        shapesFit(),
        equalExamplesGiveEqualAnswers(),
        examplesKnowNothingOfOthers(),
        decodedDataAreTheMean(),
        probabilitiesAreThoseOfADistribution());
  }

  private Batch examples() {
    DataShape shape = data.description().shape();
    int count = Math.min(EXAMPLES, data.train().size());
    float[] values = new float[count * shape.size()];
    for (int i = 0; i < count; i++) {
      data.train().read(i, values, i * shape.size());
    }
    return Batch.of(shape, values);
  }

  /** Latents as they are drawn, each example's by noise of its own. */
  private Batch drawn(Batch x) {
    return autoencoder.encode(x).at(new SeededNoise(5, 0, x.count(), autoencoder.latent()).draw(0));
  }

  /** Latents have the shape that it says, and decoded data that of the data. */
  public Finding shapesFit() {
    return Check.of("latents and decoded data have their shapes", "Autoencoder", "")
        .over(
            check -> {
              Batch x = examples();
              LatentGaussian q = autoencoder.encode(x);
              isLike(check, autoencoder.latent(), x.count(), q.mean(), "in its means");
              isLike(check, autoencoder.latent(), x.count(), q.deviation(), "in its deviations");
              isLike(check, x.shape(), x.count(), autoencoder.decode(q.mean()), "decoded");
              double[] nats = autoencoder.nats(x, q.mean());
              check.that(nats.length == x.count(), x.count() + " numbers", nats.length, "of nats");
              check.that(
                  Arrays.stream(nats).noneMatch(Double::isNaN),
                  "numbers",
                  Arrays.toString(nats),
                  "of nats");
            });
  }

  private static void isLike(Check check, DataShape shape, int count, Batch found, String where) {
    check.that(found.count() == count, count + " examples", found.count(), where);
    check.that(found.shape().equals(shape), shape.toString(), found.shape(), where);
    check.that(found.notFinite().isEmpty(), "finite numbers", "others", where);
  }

  /** Asked twice it gives the same: it is frozen, and draws nothing itself. */
  public Finding equalExamplesGiveEqualAnswers() {
    return Check.of("equal examples give equal answers", "Autoencoder", "")
        .over(
            check -> {
              Batch x = examples();
              LatentGaussian once = autoencoder.encode(x);
              LatentGaussian again = autoencoder.encode(x);
              check.near(once.mean().values(), again.mean().values(), 0, "in the means");
              check.near(
                  once.deviation().values(), again.deviation().values(), 0, "in the deviations");
              Batch z = drawn(x);
              check.near(
                  autoencoder.decode(z).values(), autoencoder.decode(z).values(), 0, "decoded");
              check.that(
                  autoencoder.fingerprint().equals(autoencoder.fingerprint())
                      && !autoencoder.fingerprint().isBlank(),
                  "one fingerprint",
                  autoencoder.fingerprint(),
                  "of the autoencoder");
            });
  }

  /** An example alone gives what it gives beside others. */
  public Finding examplesKnowNothingOfOthers() {
    return Check.of("an example alone gives what it gives beside others", "Autoencoder", "1e-3")
        .over(
            check -> {
              Batch x = examples();
              LatentGaussian all = autoencoder.encode(x);
              Batch z = drawn(x);
              double[] nats = autoencoder.nats(x, z);
              for (int i = 0; i < x.count(); i++) {
                Batch one = x.slice(i, i + 1);
                LatentGaussian alone = autoencoder.encode(one);
                check.near(all.mean().example(i), alone.mean().values(), ROUNDING, "in mean %s", i);
                check.near(
                    all.deviation().example(i),
                    alone.deviation().values(),
                    ROUNDING,
                    "in deviation %s",
                    i);
                check.near(
                    nats[i],
                    autoencoder.nats(one, z.slice(i, i + 1))[0],
                    ROUNDING + OF_NATS * Math.abs(nats[i]),
                    "in the nats of example %s",
                    i);
              }
            });
  }

  /**
   * Of data with levels, the mean of a dimension over all of its levels, where the others are as
   * they are decoded; of continuous data, whose density is greatest at its mean, no example is more
   * probable than what is decoded.
   */
  public Finding decodedDataAreTheMean() {
    return Check.of(
            "what latents are decoded to is the mean of the data given them",
            "decode is the mean of p(x | z)",
            "half a level")
        .over(data.description().levels().isPresent() ? this::meansOfLevels : this::mostProbable);
  }

  private void meansOfLevels(Check check) {
    Levels levels = data.description().levels().orElseThrow();
    Batch z = drawn(examples().slice(0, 1));
    Batch decoded = autoencoder.decode(z);
    for (int dimension : places(decoded.shape().size())) {
      double[] nats = overLevels(decoded, z, dimension);
      double least = Arrays.stream(nats).min().orElseThrow();
      double sum = 0;
      double mean = 0;
      for (int level = 0; level < nats.length; level++) {
        sum += Math.exp(least - nats[level]);
        mean += level * Math.exp(least - nats[level]);
      }
      check.near(
          mean / sum,
          levels.level(decoded.values()[dimension]),
          HALF_A_LEVEL,
          "in the level of dimension %s",
          dimension);
    }
  }

  private void mostProbable(Check check) {
    Batch x = examples();
    Batch z = drawn(x);
    double[] ofExamples = autoencoder.nats(x, z);
    double[] ofDecoded = autoencoder.nats(autoencoder.decode(z), z);
    for (int i = 0; i < x.count(); i++) {
      check.that(
          ofDecoded[i] <= ofExamples[i] + ROUNDING + OF_NATS * Math.abs(ofExamples[i]),
          ofExamples[i] + " nats at most",
          ofDecoded[i],
          "in example %s",
          i);
    }
  }

  /**
   * The probabilities of data that differ in one dimension, whose every level is among them, are at
   * most 1 together, as those of whatever does not exclude others.
   */
  public Finding probabilitiesAreThoseOfADistribution() {
    Check check =
        Check.of("probabilities of different data are 1 together at most", "sum of p(x | z)", "");
    if (data.description().levels().isEmpty()) {
      return check.doesNotApply("the data are continuous");
    }
    return check.over(this::sums);
  }

  private void sums(Check check) {
    Batch x = examples().slice(0, 1);
    Batch z = drawn(x);
    Batch decoded = autoencoder.decode(z);
    for (int dimension : places(x.shape().size())) {
      double[] nats = overLevels(decoded, z, dimension);
      double sum = Arrays.stream(nats).map(value -> Math.exp(-value)).sum();
      check.that(
          sum <= 1 + ROUNDING, "at most 1", sum, "over the levels of dimension %s", dimension);
    }
  }

  /** What an example costs with each level in one dimension. */
  private double[] overLevels(Batch example, Batch z, int dimension) {
    Levels levels = data.description().levels().orElseThrow();
    int size = example.shape().size();
    float[] values = new float[levels.count() * size];
    List<Batch> same = new ArrayList<>();
    for (int level = 0; level < levels.count(); level++) {
      System.arraycopy(example.values(), 0, values, level * size, size);
      values[level * size + dimension] = levels.value(level);
      same.add(z);
    }
    return autoencoder.nats(
        Batch.of(example.shape(), values), same.stream().reduce(Batch::followedBy).orElseThrow());
  }

  private static int[] places(int size) {
    return Arrays.stream(new int[] {0, size / 2, size - 1}).distinct().toArray();
  }
}
