package org.tweedie.laws.exact;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The exact denoiser for a mixture of isotropic Gaussians, each of which belongs to a class. At
 * every noise level the latents are again such a mixture, so the posterior mean, the density and
 * the Bayes classifier all have closed forms.
 *
 * <p>What a condition says is exact as well: with a label the prediction is that of the label's
 * components alone. Safe for many threads.
 *
 * @param schedule the noise schedule
 * @param components the Gaussians; weights add up to one
 * @param shows what its raw output stands for
 */
public record MixtureModel(
    NoiseSchedule schedule, List<Component> components, Parameterization shows)
    implements DiffusionModel {

  /**
   * One Gaussian of the mixture.
   *
   * @param weight its share of the data
   * @param label its class
   * @param deviation its standard deviation in every direction
   * @param mean its centre
   */
  public record Component(double weight, int label, double deviation, double... mean) {

    private double variance(NoiseLevel level) {
      double d = deviation * level.alpha();
      return d * d + level.sigma() * level.sigma();
    }

    private double logJoint(double[] z, NoiseLevel level) {
      double sum = 0;
      for (int i = 0; i < z.length; i++) {
        double difference = z[i] - level.alpha() * mean[i];
        sum += difference * difference;
      }
      double v = variance(level);
      return Math.log(weight) - sum / (2 * v) - 0.5 * z.length * Math.log(2 * Math.PI * v);
    }
  }

  /** Two classes in the plane, the second of two components; weights 0.3, 0.5 and 0.2. */
  public static MixtureModel twoClasses(NoiseSchedule schedule, Parameterization shows) {
    return new MixtureModel(
        schedule,
        List.of(
            new Component(0.3, 0, 0.10, -0.5, 0.3),
            new Component(0.5, 1, 0.15, 0.5, 0.4),
            new Component(0.2, 1, 0.05, 0.1, -0.6)),
        shows);
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    if (z.count() != times.length || z.count() != condition.count()) {
      throw new IllegalArgumentException(
          "%d latents, %d times and %d conditions"
              .formatted(z.count(), times.length, condition.count()));
    }
    int size = z.shape().size();
    NoiseLevel[] levels = schedule.movingAt(times);
    float[] output = new float[times.length * size];
    for (int i = 0; i < times.length; i++) {
      double[] latent = widened(z.example(i));
      double[] targets = posteriorMean(latent, levels[i], condition.label(i), shows);
      for (int k = 0; k < size; k++) {
        output[i * size + k] = (float) targets[k];
      }
    }
    return Prediction.of(shows, z, levels, Batch.of(z.shape(), output));
  }

  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    Prediction prediction = predict(z, times, condition);
    if (cotangent.count() != z.count()) {
      throw new IllegalArgumentException(
          cotangent.count() + " cotangents for " + z.count() + " latents");
    }
    int size = z.shape().size();
    float[] gradient = new float[times.length * size];
    for (int i = 0; i < times.length; i++) {
      double[] pulled =
          pullBack(
              widened(z.example(i)),
              prediction.level(i),
              condition.label(i),
              widened(cotangent.example(i)));
      for (int k = 0; k < size; k++) {
        gradient[i * size + k] = (float) pulled[k];
      }
    }
    return Differentiated.of(prediction, Batch.of(z.shape(), gradient));
  }

  /**
   * {@code J^T c} for the Jacobian J of {@code E[x | z, label]}, in double precision. With the
   * components' posterior shares r, means m and scores g at z, {@code J = sum r dm/dz + sum r m (g
   * - sum r g)^T}.
   */
  private double[] pullBack(double[] z, NoiseLevel level, int label, double[] c) {
    double evidence = logSum(label, component -> component.logJoint(z, level));
    double[] result = new double[z.length];
    double[] score = new double[z.length];
    double meanProduct = 0;
    for (Component component : components) {
      if (label == Condition.NONE || label == component.label) {
        double share = Math.exp(component.logJoint(z, level) - evidence);
        double v = component.variance(level);
        double slope = component.deviation * component.deviation * level.alpha() / v;
        double product = 0;
        for (int i = 0; i < z.length; i++) {
          double difference = z[i] - level.alpha() * component.mean[i];
          product += c[i] * (component.mean[i] + slope * difference);
        }
        meanProduct += share * product;
        for (int i = 0; i < z.length; i++) {
          double g = -(z[i] - level.alpha() * component.mean[i]) / v;
          score[i] += share * g;
          result[i] += share * (slope * c[i] + product * g);
        }
      }
    }
    for (int i = 0; i < z.length; i++) {
      result[i] -= meanProduct * score[i];
    }
    return result;
  }

  /**
   * {@code E[target | z, label]} for what a parameterization stands for, in double precision.
   *
   * @param label a class, or {@link Condition#NONE}
   */
  public double[] posteriorMean(double[] z, NoiseLevel level, int label, Parameterization of) {
    double evidence = logSum(label, component -> component.logJoint(z, level));
    double[] sum = new double[z.length];
    for (Component component : components) {
      if (label == Condition.NONE || label == component.label) {
        double share = Math.exp(component.logJoint(z, level) - evidence);
        double v = component.variance(level);
        double d2 = component.deviation * component.deviation;
        for (int i = 0; i < z.length; i++) {
          double scaled = (z[i] - level.alpha() * component.mean[i]) / v;
          double signal = component.mean[i] + d2 * level.alpha() * scaled;
          sum[i] += share * of.target(level, signal, level.sigma() * scaled);
        }
      }
    }
    return sum;
  }

  /** {@code log p(z)} at a noise level, over all classes. */
  public double logDensity(double[] z, NoiseLevel level) {
    return logSum(Condition.NONE, component -> component.logJoint(z, level));
  }

  /** {@code log p(label | z)} at a noise level: the Bayes classifier of latents. */
  public double logClassPosterior(double[] z, NoiseLevel level, int label) {
    return logSum(label, component -> component.logJoint(z, level)) - logDensity(z, level);
  }

  private double logSum(int label, ToDoubleFunction<Component> logTerm) {
    double[] terms =
        components.stream()
            .filter(component -> label == Condition.NONE || label == component.label)
            .mapToDouble(logTerm)
            .toArray();
    double largest = Double.NEGATIVE_INFINITY;
    for (double term : terms) {
      largest = Math.max(largest, term);
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - largest);
    }
    return largest + Math.log(sum);
  }

  private static double[] widened(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
