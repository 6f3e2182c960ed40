package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.engine.tensor.LatentSteps.Gaussian;

/**
 * The negative bound of a chain of latents inside a graph, term by term: what the data cost given
 * the first latent, and what each latent costs beyond what its encoder gives back (Luo, arXiv
 * 2208.11970, equations 28, 45 and 58). Latents are drawn by the reparameterisation trick.
 */
final class LatentCosts {

  private final ParameterGraph graph;
  private final LatentParts parts;
  private final LatentSteps steps;
  private final LatentDraws draws;
  private final Ops tf;
  private final List<Operand<TFloat32>> latents = new ArrayList<>();
  private Operand<TFloat32> signal;
  private Operand<TFloat32> data;

  /** Nothing is added to the graph yet. */
  LatentCosts(ParameterGraph graph, LatentParts parts, LatentDraws draws) {
    this.graph = graph;
    this.parts = parts;
    this.draws = draws;
    this.steps = new LatentSteps(graph, parts);
    this.tf = graph.tf();
    this.signal = tf.constant(0f);
    this.data = tf.constant(0f);
  }

  /** Adds the chain over a batch of data, of shape [B, ...]. */
  LatentCosts of(Operand<TFloat32> batch) {
    signal = batch;
    Operand<TFloat32> x = draws.repeated(signal, parts.data().shape());
    if (!parts.design().isScheduled()) {
      learned(x);
    } else if (parts.design().training().consistency()) {
      scheduledForth(x);
    } else {
      scheduledBack(x);
    }
    return this;
  }

  /** The negative bound of each example in nats, of shape [B]. */
  Operand<TFloat32> bound() {
    return draws.together(total(tf.constant(1f)));
  }

  /**
   * What training minimises, in nats: a scalar.
   *
   * @param weight of what the latents cost
   */
  Operand<TFloat32> objective(Operand<TFloat32> weight) {
    float free = (float) parts.design().training().freeBits();
    if (free == 0) {
      Operand<TFloat32> mean = mean(draws.together(total(weight)));
      int few = parts.design().training().gradientSamples();
      return few > 0 && few < draws.samples() ? byFew(few, mean, weight) : mean;
    }
    Operand<TFloat32> paid = tf.math.mean(data, tf.constant(0));
    for (Operand<TFloat32> latent : latents) {
      Operand<TFloat32> each = tf.math.mean(latent, tf.constant(0));
      Operand<TFloat32> most = tf.math.maximum(each, tf.constant(free));
      paid = tf.math.add(paid, tf.math.mul(tf.sum(most, tf.constant(0)), weight));
    }
    return paid;
  }

  /**
   * The same number with the gradient of a few samples alone, drawn by their weights: on average it
   * is that of all, for the gradient of the bound is a mean over samples by these weights (Burda et
   * al., equation 14). No pass back through the others is calculated, nor what it would need kept.
   */
  private Operand<TFloat32> byFew(int few, Operand<TFloat32> mean, Operand<TFloat32> weight) {
    LatentDraws chosen = draws.chosen(total(weight), few);
    Operand<TFloat32> gradient =
        mean(new LatentCosts(graph, parts, chosen).of(signal).total(weight));
    return tf.math.add(tf.stopGradient(mean), tf.math.sub(gradient, tf.stopGradient(gradient)));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> each) {
    return tf.math.mean(each, tf.constant(0));
  }

  private Operand<TFloat32> total(Operand<TFloat32> weight) {
    Operand<TFloat32> total = data;
    for (Operand<TFloat32> latent : latents) {
      total = tf.math.add(total, tf.math.mul(tf.sum(latent, tf.constant(1)), weight));
    }
    return total;
  }

  /** An example is encoded once, however often it is sampled. */
  private void learned(Operand<TFloat32> x) {
    List<Operand<TFloat32>> z = new ArrayList<>();
    List<Gaussian> encoded = new ArrayList<>();
    for (int i = 0; i < parts.count(); i++) {
      Gaussian q = i == 0 ? repeated(steps.encode(0, signal)) : steps.encode(i, z.get(i - 1));
      encoded.add(q);
      Operand<TFloat32> scaled = tf.math.mul(tf.math.exp(q.logDeviation()), noise(i));
      z.add(tf.math.add(q.mean(), scaled));
    }
    data = cost(x, steps.data(z.get(0)));
    int last = parts.count() - 1;
    for (int i = 0; i <= last; i++) {
      Gaussian q = encoded.get(i);
      if (i < last) {
        Gaussian p = steps.decode(i + 1, z.get(i + 1));
        latents.add(sampled(z.get(i), noise(i), q.logDeviation(), p));
      } else if (parts.design().training().samples() == 1) {
        latents.add(toStandardNormal(q));
      } else {
        Operand<TFloat32> zero = tf.zerosLike(q.mean());
        latents.add(sampled(z.get(i), noise(i), q.logDeviation(), new Gaussian(zero, zero)));
      }
    }
  }

  private Gaussian repeated(Gaussian q) {
    return new Gaussian(
        draws.repeated(q.mean(), parts.shape(0)), draws.repeated(q.logDeviation(), parts.shape(0)));
  }

  /** {@code log q - log p} of a latent that was drawn by some noise. */
  private Operand<TFloat32> sampled(
      Operand<TFloat32> z, Operand<TFloat32> noise, Operand<TFloat32> logDeviation, Gaussian p) {
    Operand<TFloat32> off =
        tf.math.mul(tf.math.sub(z, p.mean()), tf.math.exp(tf.math.neg(p.logDeviation())));
    Operand<TFloat32> squares = tf.math.sub(tf.math.square(off), tf.math.square(noise));
    return flat(
        tf.math.add(
            tf.math.sub(p.logDeviation(), logDeviation), tf.math.mul(squares, tf.constant(0.5f))));
  }

  /** {@code KL(q || N(0, 1))} of each dimension. */
  private Operand<TFloat32> toStandardNormal(Gaussian q) {
    Operand<TFloat32> squares =
        tf.math.add(
            tf.math.square(q.mean()),
            tf.math.expm1(tf.math.mul(q.logDeviation(), tf.constant(2f))));
    return flat(tf.math.sub(tf.math.mul(squares, tf.constant(0.5f)), q.logDeviation()));
  }

  /** Each step back against the one that knows the data (Luo, equation 58). */
  private void scheduledBack(Operand<TFloat32> x) {
    for (int i = 0; i < parts.count(); i++) {
      NoiseLevel level = parts.level(i);
      Operand<TFloat32> z = tf.math.add(scaled(x, level.alpha()), scaled(noise(i), level.sigma()));
      if (i == 0) {
        data = cost(x, ofLevel(z, level));
      } else {
        latents.add(back(i, x, z));
      }
    }
    NoiseLevel end = parts.level(parts.count() - 1);
    double ratio = end.sigma() * end.sigma() / end.power();
    float constant = (float) ((ratio - Math.log(ratio) - 1) / 2);
    float factor = (float) (end.alpha() * end.alpha() / end.power() / 2);
    latents.add(
        flat(
            tf.math.add(
                tf.math.mul(tf.math.square(x), tf.constant(factor)), tf.constant(constant))));
  }

  private Operand<TFloat32> back(int latent, Operand<TFloat32> x, Operand<TFloat32> z) {
    GaussianStep step = parts.step(latent);
    StepPrediction predicts = parts.design().predicts();
    if (predicts == StepPrediction.MEAN) {
      Gaussian p = steps.decode(latent, z);
      float logDeviation = (float) Math.log(step.deviationBack());
      Operand<TFloat32> posterior =
          tf.math.add(scaled(z, step.ofLatent()), scaled(x, step.ofSignal()));
      Operand<TFloat32> wider = tf.math.sub(p.logDeviation(), tf.constant(logDeviation));
      Operand<TFloat32> off =
          tf.math.mul(tf.math.sub(p.mean(), posterior), tf.math.exp(tf.math.neg(p.logDeviation())));
      Operand<TFloat32> squares =
          tf.math.add(tf.math.expm1(tf.math.mul(wider, tf.constant(-2f))), tf.math.square(off));
      return flat(tf.math.add(wider, tf.math.mul(squares, tf.constant(0.5f))));
    }
    boolean ofSignal = predicts == StepPrediction.SIGNAL;
    Operand<TFloat32> error = tf.math.sub(steps.raw(latent, z, 1), ofSignal ? x : noise(latent));
    double factor = (ofSignal ? step.ofSignal() : step.ofNoise()) / step.deviationBack();
    return flat(scaled(tf.math.square(error), factor * factor / 2));
  }

  /** Each step back against the step forth that was taken (Luo, equation 45). */
  private void scheduledForth(Operand<TFloat32> x) {
    Operand<TFloat32> z = x;
    for (int i = 0; i < parts.count(); i++) {
      NoiseLevel level = parts.level(i);
      Operand<TFloat32> before = z;
      double deviation = i == 0 ? level.sigma() : parts.step(i).deviationForth();
      double factor = i == 0 ? level.alpha() : parts.step(i).forth();
      z = tf.math.add(scaled(before, factor), scaled(noise(i), deviation));
      Operand<TFloat32> given =
          tf.math.mul(
              tf.math.add(tf.math.square(noise(i)), tf.constant((float) (2 * Math.log(deviation)))),
              tf.constant(-0.5f));
      if (i == 0) {
        data = cost(x, ofLevel(z, level));
        latents.add(flat(given));
      } else {
        latents.add(flat(tf.math.add(given, density(before, steps.decode(i, z)))));
      }
    }
    float power = (float) parts.level(parts.count() - 1).power();
    latents.add(
        flat(
            tf.math.mul(
                tf.math.add(
                    tf.math.div(tf.math.square(z), tf.constant(power)),
                    tf.constant((float) Math.log(power))),
                tf.constant(0.5f))));
  }

  /** Minus the logarithm of a density, without the constant that every normal density has. */
  private Operand<TFloat32> density(Operand<TFloat32> z, Gaussian p) {
    Operand<TFloat32> off =
        tf.math.mul(tf.math.sub(z, p.mean()), tf.math.exp(tf.math.neg(p.logDeviation())));
    return tf.math.add(tf.math.mul(tf.math.square(off), tf.constant(0.5f)), p.logDeviation());
  }

  /** What is known of the data from the latent next to them, which no network tells. */
  private Gaussian ofLevel(Operand<TFloat32> z, NoiseLevel level) {
    Operand<TFloat32> mean = scaled(z, 1 / level.alpha());
    Operand<TFloat32> logDeviation =
        tf.math.add(tf.zerosLike(mean), tf.constant((float) (-level.logSnr() / 2)));
    return new Gaussian(mean, logDeviation);
  }

  /** What the data cost, summed over their dimensions. */
  private Operand<TFloat32> cost(Operand<TFloat32> x, Gaussian p) {
    return new DataLikelihood(tf, parts.data())
        .summed(flat(x), flat(p.mean()), flat(p.logDeviation()));
  }

  private Operand<TFloat32> noise(int latent) {
    return draws.noise(latent, parts.shape(latent));
  }

  private Operand<TFloat32> flat(Operand<TFloat32> x) {
    return draws.flat(x);
  }

  private Operand<TFloat32> scaled(Operand<TFloat32> x, double factor) {
    return tf.math.mul(x, tf.constant((float) factor));
  }
}
