package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.OptionalInt;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.ode.DormandPrince;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The likelihood of what the probability flow makes of its prior (Song et al., arXiv 2011.13456,
 * section 4.3): exact up to the tolerance of the integration and the noise of the divergence.
 *
 * <p>The density is that of {@code u = z/alpha} at the log SNR where the flow starts; on continuous
 * data this is the density of data with noise of standard deviation {@code sigma/alpha}, and the
 * terms add up to {@code -log p(u)} at u = x. Quantised data are dequantised first, and the terms
 * add up to a bound. The prior is that of the samplers, {@code N(0, (alpha^2 + sigma^2) I)} at time
 * 1.
 *
 * <p>Example i of a seed gets the same noise and probes, and steps of its own, in whatever batch it
 * is. Works for every schedule. Immutable; safe for many threads.
 *
 * @param data the data's shape and levels
 * @param protocol how
 */
public record FlowLikelihood(DataDescription data, FlowProtocol protocol) {

  /** Where an infinite log SNR of pure noise is cut off; the flow stands still there. */
  private static final double LAST = -40;

  /** Draws of noise are numbered from 0 downwards, like the bound's; probes from here. */
  private static final long FIRST_PROBE = 1L << 32;

  private static final long FIRST_UNIFORM = 1L << 40;

  /**
   * How much looser the tolerance of the integration is that each is compared with. Where errors go
   * with the tolerance, the difference is three times the error that is left; twice the tolerance
   * would leave no room where they do not.
   */
  private static final double LOOSER = 4;

  /** How many examples are integrated a second time. */
  static final int CHECKED = 32;

  /**
   * The terms for each example of a batch.
   *
   * @param model the model, which can be differentiated
   * @param x clean examples in the model's scale
   * @param condition what the model is told of each
   * @param firstIndex the index of the batch's first example
   * @throws UnsupportedOperationException if the model cannot be differentiated
   */
  public FlowTerms terms(DiffusionModel model, Batch x, Condition condition, long firstIndex) {
    SeededNoise noise = new SeededNoise(protocol.seed(), firstIndex, x.count(), x.shape());
    int draws = data.levels().isPresent() ? protocol.draws() : 1;
    FlowTerms[] terms = new FlowTerms[draws];
    for (int draw = 0; draw < draws; draw++) {
      terms[draw] = draw(model, x, condition, noise, draw, firstIndex);
    }
    return Draws.together(terms, protocol.importanceWeighted());
  }

  /** Where the flow of a schedule starts. */
  public double start(NoiseSchedule schedule) {
    double start = Math.min(protocol.largestLogSnr(), schedule.logSnr(0));
    if (data.levels().isPresent() && protocol.dequantisation() == Dequantisation.UNIFORM) {
      // Sharper than its bins, the density of levels is spikes between which u falls: the noise is
      // to have the standard deviation 2/K / sqrt(12) of the bins at least.
      int levels = data.levels().get().count();
      return Math.min(start, Math.log(3.0 * levels * levels));
    }
    return start;
  }

  /** Where the flow of a schedule ends. */
  public static double end(NoiseSchedule schedule) {
    return Math.max(LAST, schedule.logSnr(1));
  }

  private FlowTerms draw(
      DiffusionModel model,
      Batch x,
      Condition condition,
      SeededNoise noise,
      int draw,
      long firstIndex) {
    NoiseSchedule schedule = model.schedule();
    double start = start(schedule);
    int count = x.count();
    int size = x.shape().size();
    NoiseLevel level = schedule.at(schedule.timeOf(start));
    double c = level.alpha() / Math.sqrt(level.power());
    Dequantised dequantised = dequantised(x, noise, draw, start);
    double[][] w = new double[count][size];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < size; k++) {
        w[i][k] = c * dequantised.u[i * size + k];
      }
    }
    ProbabilityFlow flow = new ProbabilityFlow(model, condition, probes(noise, draw));
    ProbabilityFlow.Path path = flow.follow(method(1), x.shape(), w, start, end(schedule));
    double[] prior = new double[count];
    double[] volume = new double[count];
    double[] total = new double[count];
    double[] probeError = new double[count];
    for (int i = 0; i < count; i++) {
      Estimate change = Estimate.of(path.change()[i], 1);
      prior[i] = path.prior(i);
      volume[i] = -change.mean() - size * Math.log(c);
      probeError[i] = protocol.divergence() == Divergence.EXACT ? 0 : change.standardError();
      total[i] = prior[i] + volume[i] + dequantised.encoder[i] + dequantised.decoder[i];
    }
    int checked = (int) Math.max(0, Math.min(count, CHECKED - firstIndex));
    return new FlowTerms(
        prior,
        volume,
        dequantised.encoder,
        dequantised.decoder,
        new double[count],
        total,
        probeError,
        integrationError(flow, path, x.shape(), Arrays.copyOf(w, checked), start, end(schedule)),
        new VariationalBound(data, OptionalInt.empty(), 1, protocol.seed()).prior(schedule, x),
        Arrays.stream(path.evaluations()).asDoubleStream().toArray());
  }

  private DormandPrince method(double looser) {
    return new DormandPrince(
        looser * protocol.absoluteTolerance(), looser * protocol.relativeTolerance());
  }

  /**
   * How far the first examples are from a looser integration of the same flow, with the same
   * probes. The steps' own estimates, added up, leave out that an error of a latent changes the
   * divergence on the rest of the way; where networks are steep, as with Fourier features, that is
   * the larger part by far. The difference holds it, and more than the error that is left: that
   * falls with the tolerance. Where the steps' estimates are larger, they count.
   *
   * @param w where the examples to be checked start
   * @return NaN for the examples that are not checked
   */
  private double[] integrationError(
      ProbabilityFlow flow,
      ProbabilityFlow.Path path,
      DataShape shape,
      double[][] w,
      double start,
      double end) {
    double[] error = new double[path.end().length];
    Arrays.fill(error, Double.NaN);
    if (w.length > 0) {
      ProbabilityFlow.Path looser = flow.follow(method(LOOSER), shape, w, start, end);
      for (int i = 0; i < w.length; i++) {
        error[i] = Math.max(path.error()[i], Math.abs(looser.nats(i) - path.nats(i)));
      }
    }
    return error;
  }

  /**
   * Continuous values with what they cost.
   *
   * @param u the values, in double precision: the noise may be a ten thousandth of them
   * @param encoder log q(u|x) of each example
   * @param decoder minus log P(x|u) of each example
   */
  private record Dequantised(double[] u, double[] encoder, double[] decoder) {}

  private Dequantised dequantised(Batch x, SeededNoise noise, int draw, double logSnr) {
    int size = x.shape().size();
    double[] u = new double[x.values().length];
    double[] encoder = new double[x.count()];
    double[] decoder = new double[x.count()];
    if (data.levels().isEmpty()) {
      Arrays.setAll(u, k -> x.values()[k]);
    } else if (protocol.dequantisation() == Dequantisation.UNIFORM) {
      Levels levels = data.levels().get();
      float[] first = noise.draw(FIRST_UNIFORM + 2L * draw).values();
      float[] second = noise.draw(FIRST_UNIFORM + 2L * draw + 1).values();
      for (int k = 0; k < u.length; k++) {
        // Half the squared length of a normal point in the plane is exponential.
        double even = Math.exp(-((double) first[k] * first[k] + second[k] * second[k]) / 2);
        u[k] = x.values()[k] + (even - 0.5) * 2 / levels.count();
      }
      Arrays.fill(encoder, size * Math.log(levels.count() / 2.0));
    } else {
      Batch normal = noise.draw(-draw);
      double deviation = Math.exp(-logSnr / 2);
      for (int k = 0; k < u.length; k++) {
        double n = normal.values()[k];
        u[k] = x.values()[k] + deviation * n;
        encoder[k / size] -= (n * n + Math.log(2 * Math.PI) - logSnr) / 2;
      }
      decoder = Reconstruction.quantised(x, normal, logSnr, data.levels().get());
    }
    return new Dequantised(u, encoder, decoder);
  }

  private Batch[] probes(SeededNoise noise, int draw) {
    if (protocol.divergence() == Divergence.EXACT) {
      return new Batch[0];
    }
    Batch[] probes = new Batch[protocol.probes()];
    for (int i = 0; i < probes.length; i++) {
      Batch normal = noise.draw(FIRST_PROBE + (long) draw * probes.length + i);
      probes[i] =
          protocol.divergence() == Divergence.GAUSSIAN ? normal : normal.map(n -> n < 0 ? -1 : 1);
    }
    return probes;
  }
}
