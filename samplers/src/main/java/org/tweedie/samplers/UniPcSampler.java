package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * UniPC (Zhao et al., "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of
 * Diffusion Models", arXiv 2302.04867, with data prediction): a multistep predictor UniP, and a
 * corrector UniC that makes use of the prediction at the point that the step leads to, which the
 * next step needs anyway. In lambda, half the log SNR, with h the step,
 *
 * <pre>
 * z' = sigma'/sigma z + alpha' sum_m w_m x^_m
 * </pre>
 *
 * <p>over the last p signals for UniP-p, and those and the new one for UniC-p. The weights w_m are
 * those that are exact for polynomials, to which the paper's equations for a_p lead for p above 1
 * with any B(h); they are taken for the first order as well, so there is no B(h) to choose. Order p
 * + 1 with one prediction a step; the first steps, for which there are fewer predictions, are of
 * lower order; so are the last, and those that are much longer in lambda than the ones before.
 * Deterministic. Works for every schedule. Immutable; safe for many threads.
 */
@Description("predictor and corrector in one, of order up to 4 (Zhao et al. 2023)")
public final class UniPcSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param order p, how many predictions the predictor uses
   */
  public record Options(
      @Included(defaults = {"steps: 10", "grid: log-snr"}) Walk.Options walk,
      @Description("how many predictions the predictor uses; the result has one order more")
          @Default("3")
          @Min(1)
          @Max(3)
          int order) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public UniPcSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    History history = new History(options.order);
    Batch z = walk.start(start);
    Prediction prediction = walk.predict(z, 1);
    for (int i = 1; i < walk.steps(); i++) {
      NoiseLevel t = walk.from(i);
      NoiseLevel s = walk.to(i);
      history.add(t.logSnr() / 2, prediction.signal());
      double[] nodes = history.nodes(s.logSnr() / 2);
      Batch predicted = step(t, s, z, nodes, history.predictions());
      Prediction next = walk.predict(predicted, i + 1);
      // The new one second, for the oldest are the first that can be spared.
      List<Batch> signals = new ArrayList<>(history.predictions());
      signals.add(1, next.signal());
      z = step(t, s, z, Interpolation.withNew(nodes), signals);
      listener.onStep(i, walk.steps(), z, prediction);
      prediction = next;
    }
    z = prediction.signal();
    listener.onStep(walk.steps(), walk.steps(), z, prediction);
    return z;
  }

  private static Batch step(
      NoiseLevel t, NoiseLevel s, Batch z, double[] nodes, List<Batch> signals) {
    double h = (s.logSnr() - t.logSnr()) / 2;
    double[] moments = Interpolation.exponentialMoments(h, nodes.length);
    double[] weights = Interpolation.boundedWeights(nodes, moments);
    return Interpolation.sum(s.sigma() / t.sigma(), z, s.alpha(), weights, signals);
  }
}
