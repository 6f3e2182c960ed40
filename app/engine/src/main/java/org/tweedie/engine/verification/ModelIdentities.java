package org.tweedie.engine.verification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.UsedModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.laws.identity.ClockIdentities;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.Verdict;

/**
 * What models keep. A diffusion is one of every schedule, on another clock. With Luo's three
 * restrictions a hierarchical variational autoencoder is a variational diffusion model: the
 * divergences of its chain are the weighted errors of the diffusion's steps, one by one, on the
 * same weights and the same noise.
 */
final class ModelIdentities {

  private static final String IDENTITY =
      "with Luo's three restrictions the bound of the chain of latents is the bound of T steps of the diffusion";
  private static final String EQUATION = "Luo, equations 28, 58 and 109";
  private static final String SAMPLES =
      "and its samples, latent after latent, are those of the diffusion's steps on the same noise";
  private static final String OF_SAMPLES = "Luo, equations 23 and 125";
  private static final double TOLERANCE = 1e-5;
  private static final int EXAMPLES = 4;
  private static final int FEW_STEPS = 4;
  private static final int MOST_STEPS = 50;
  private static final long SEED = 11;

  private ModelIdentities() {}

  static List<Finding> of(Assembled parts) {
    if (!parts.isDiffusion()) {
      return notApplicable("the model is a chain without all three restrictions");
    }
    try (UsedModel model = new UsedModel(parts, new SessionSettings(0, false, false))) {
      model.load(weights(parts));
      DataDescription data = parts.diffused().data();
      List<Finding> findings = new ArrayList<>(ofChain(parts, model.diffusion(), data));
      findings.add(ClockIdentities.isTheCosineSchedules(model.diffusion(), data.shape()));
      return findings;
    }
  }

  /** With Luo's three restrictions a hierarchical variational autoencoder is a diffusion. */
  private static List<Finding> ofChain(
      Assembled parts, DiffusionModel model, DataDescription data) {
    Optional<LatentDesign> latents = parts.latents();
    NoiseSchedule schedule = parts.assembly().schedule();
    if (data.levels().isEmpty()
        || parts.assembly().learnedSchedule().isPresent()
        || Double.isInfinite(schedule.logSnr(0))
        || Double.isInfinite(schedule.logSnr(1))) {
      return notApplicable(
          "it speaks of data with levels, and of a fixed schedule with finite ends");
    }
    int steps =
        Math.min(MOST_STEPS, latents.map(design -> design.latents().size() - 1).orElse(FEW_STEPS));
    return List.of(ofSteps(model, data, steps), ofSamples(model, data, steps));
  }

  private static List<Finding> notApplicable(String why) {
    return List.of(
        Finding.doesNotApply(IDENTITY, EQUATION, why),
        Finding.doesNotApply(SAMPLES, OF_SAMPLES, why));
  }

  /**
   * The chain goes back by the posterior of the predicted signal, the diffusion by its noise:
   * {@code z_s = alpha_s / alpha_t (z_t - sigma_t c eps) + sigma_s sqrt(c) n} with {@code c = 1 -
   * SNR(t) / SNR(s)}, where the schedule keeps the variance or not.
   */
  private static Finding ofSamples(DiffusionModel model, DataDescription data, int steps) {
    Condition none = Condition.none(EXAMPLES);
    SeededNoise noise = new SeededNoise(SEED, 0, EXAMPLES, data.shape());
    DiffusionChain chain = DiffusionChain.even(model, data, steps);
    Batch found = chain.prior(EXAMPLES).at(noise.draw(0));
    if (model.predict(found, 1, none).varianceFraction().isPresent()) {
      return Finding.doesNotApply(
          SAMPLES,
          OF_SAMPLES,
          "the network says the variance of a step, and the identity does not");
    }
    Batch expected = found;
    for (int step = steps; step >= 1; step--) {
      found = chain.decode(step, found, none).at(noise.draw(step));
      double time = (double) step / steps;
      NoiseLevel t = model.schedule().at(time);
      NoiseLevel s = model.schedule().at((double) (step - 1) / steps);
      double c = -Math.expm1(t.logSnr() - s.logSnr());
      double shrink = s.alpha() / t.alpha();
      Batch eps = model.predict(expected, time, none).noise();
      expected =
          expected.combine(
              shrink, -shrink * t.sigma() * c, eps, s.sigma() * Math.sqrt(c), noise.draw(step));
    }
    double worst = 0;
    double largest = 0;
    for (int k = 0; k < found.values().length; k++) {
      largest = Math.max(largest, Math.abs(expected.values()[k]));
      double error = Math.abs((double) expected.values()[k] - found.values()[k]);
      worst = error <= worst ? worst : error;
    }
    return new Finding(
        SAMPLES,
        OF_SAMPLES,
        "in %d steps".formatted(steps),
        "0 apart",
        number(worst) + " apart",
        "1e-5 of the largest, " + number(largest),
        worst <= TOLERANCE * Math.max(1, largest) ? Verdict.HOLDS : Verdict.FAILS,
        "");
  }

  private static Finding ofSteps(DiffusionModel model, DataDescription data, int steps) {
    Batch x =
        new SeededNoise(SEED, 0, EXAMPLES, data.shape())
            .draw(0)
            .map(value -> data.levels().orElseThrow().value(level(data, value)));
    Condition none = Condition.none(EXAMPLES);
    // With as many draws as steps each step is looked at once, by the noise of its draw.
    double[] expected =
        new VariationalBound(data, OptionalInt.of(steps), steps, SEED)
            .terms(model, x, none, 0)
            .diffusion();
    DiffusionChain chain = DiffusionChain.even(model, data, steps);
    double[] found = new double[EXAMPLES];
    for (int step = 1; step <= steps; step++) {
      NoiseLevel level = model.schedule().at((double) step / steps);
      Batch noise = new SeededNoise(SEED, 0, EXAMPLES, data.shape()).draw(step);
      Batch z = x.combine(level.alpha(), level.sigma(), noise);
      double[] nats = chain.posterior(step, z, x, none).divergence(chain.decode(step, z, none));
      for (int i = 0; i < found.length; i++) {
        found[i] += nats[i];
      }
    }
    int worst = 0;
    for (int i = 1; i < EXAMPLES; i++) {
      worst = off(expected[i], found[i]) > off(expected[worst], found[worst]) ? i : worst;
    }
    return new Finding(
        IDENTITY,
        EQUATION,
        "in %d steps".formatted(steps),
        number(expected[worst]) + " nats",
        number(found[worst]) + " nats",
        "1e-5, relative",
        off(expected[worst], found[worst]) <= TOLERANCE ? Verdict.HOLDS : Verdict.FAILS,
        "");
  }

  private static int level(DataDescription data, double value) {
    return data.levels().orElseThrow().level(value / 2);
  }

  private static double off(double expected, double found) {
    double error = Math.abs(expected - found) / Math.max(1, Math.abs(expected));
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.8g", value);
  }

  /** Small numbers, none of them zero, where most networks would begin with an output of zero. */
  private static Map<String, float[]> weights(Assembled parts) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    parts
        .parameters()
        .forEach(
            (name, shape) ->
                weights.put(
                    name,
                    new SeededNoise(SEED, 0, 1, DataShape.point(Math.toIntExact(shape.size())))
                        .draw(name.hashCode())
                        .times(0.05)
                        .values()));
    return weights;
  }
}
