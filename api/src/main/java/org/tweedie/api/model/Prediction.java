package org.tweedie.api.model;

import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * The unified perspective as one type: whichever of signal, noise, velocity, score and flow a
 * network gave, all five are here. The formulas (Luo, arXiv 2208.11970, equations 115, 133 and 151;
 * Salimans and Ho, arXiv 2202.00512, section 4; Lipman et al., arXiv 2210.02747, equation 15) stand
 * in this file and nowhere else. With {@code W = alpha dsigma/dt - sigma dalpha/dt} a flow u says
 * {@code x^ = (dsigma/dt z - sigma u) / W} and {@code eps^ = (alpha u - dalpha/dt z) / W}.
 *
 * <p>Each view is calculated directly from what the network gave, element by element in double
 * precision. What a parameterization cannot know is not finite: a noise prediction says nothing of
 * the signal where alpha is 0, a signal prediction nothing of the noise where sigma is 0.
 *
 * <p>A model that learnt the variance of its reverse steps tells it beside; see {@link
 * #varianceFraction}. Immutable.
 */
public final class Prediction {

  private final Parameterization given;
  private final Batch z;
  private final NoiseLevel[] levels;
  private final Batch output;
  private final Optional<Batch> varianceFraction;

  private Prediction(
      Parameterization given,
      Batch z,
      NoiseLevel[] levels,
      Batch output,
      Optional<Batch> varianceFraction) {
    if (z.count() != levels.length
        || z.count() != output.count()
        || !z.shape().equals(output.shape())) {
      throw new IllegalArgumentException(
          "latents %s, %d noise levels and outputs %s do not match"
              .formatted(z, levels.length, output));
    }
    if (given == Parameterization.FLOW
        && Arrays.stream(levels).anyMatch(level -> level.knownRate().isEmpty())) {
      throw new IllegalArgumentException(
          "a predicted flow comes with noise levels that know how fast they change, as those of"
              + " NoiseSchedule.movingAt do");
    }
    this.given = given;
    this.z = z;
    this.levels = levels;
    this.output = output;
    this.varianceFraction = varianceFraction;
  }

  /**
   * From a network's raw output.
   *
   * @param given what the output stands for
   * @param z the latents that the network saw
   * @param levels the noise level of each latent
   * @param output the output, shaped like the latents
   * @throws IllegalArgumentException if the three do not match
   */
  public static Prediction of(Parameterization given, Batch z, NoiseLevel[] levels, Batch output) {
    return new Prediction(given, z, levels.clone(), output, Optional.empty());
  }

  /** From a network's raw output for latents that all have one noise level. */
  public static Prediction of(Parameterization given, Batch z, NoiseLevel level, Batch output) {
    NoiseLevel[] levels = new NoiseLevel[z.count()];
    Arrays.fill(levels, level);
    return new Prediction(given, z, levels, output, Optional.empty());
  }

  /**
   * This prediction with the variance of the reverse steps that the model learnt.
   *
   * @param fraction see {@link #varianceFraction}; shaped like the latents
   * @throws IllegalArgumentException if it is not
   */
  public Prediction withVarianceFraction(Batch fraction) {
    if (fraction.count() != z.count() || !fraction.shape().equals(z.shape())) {
      throw new IllegalArgumentException(
          "latents %s and fractions %s do not match".formatted(z, fraction));
    }
    return new Prediction(given, z, levels, output, Optional.of(fraction));
  }

  /**
   * Where the variance of a reverse step lies for each dimension, if the model learnt it: 0 stands
   * for that of the posterior, 1 for its upper bound, with logarithms interpolated between; see
   * {@link ReverseVariance}.
   */
  public Optional<Batch> varianceFraction() {
    return varianceFraction;
  }

  /** The latents. */
  public Batch latent() {
    return z;
  }

  /** The noise level of one latent. */
  public NoiseLevel level(int index) {
    return levels[index];
  }

  /**
   * Whether what the model itself gave are numbers. The other views may still not be finite, where
   * it says nothing of them.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public boolean isFinite() {
    return output.notFinite().isEmpty()
        && varianceFraction.flatMap(it -> it.notFinite().stream().boxed().findFirst()).isEmpty();
  }

  /** The predicted signal, E[x | z]. */
  public Batch signal() {
    return given == Parameterization.SIGNAL
        ? output
        : combine(signalOfLatent(), signalOfOutput(), z, output);
  }

  /** The factor a of {@code x^ = a z + b output}. */
  private Coefficient signalOfLatent() {
    return switch (given) {
      case SIGNAL -> level -> 0;
      case NOISE, SCORE -> level -> 1 / level.alpha();
      case VELOCITY -> level -> level.alpha() / level.power();
      case FLOW -> level -> level.rate().sigma() / level.turn();
    };
  }

  /** The factor b of {@code x^ = a z + b output}. */
  private Coefficient signalOfOutput() {
    return switch (given) {
      case SIGNAL -> level -> 1;
      case NOISE -> level -> -level.sigma() / level.alpha();
      case VELOCITY -> level -> -level.sigma() / level.power();
      case SCORE -> level -> level.sigma() / level.alpha();
      case FLOW -> level -> -level.sigma() / level.turn();
    };
  }

  /**
   * This prediction with a cotangent that was pulled back through the network's output: from {@code
   * g = (d output / d z)^T c} follows {@code (d x^ / d z)^T c = a c + b g}, since {@code x^ = a z +
   * b output}.
   *
   * @param cotangent c, shaped like the latents
   * @param pulledBack g, the vector-Jacobian product of the output that this prediction was made of
   */
  public Differentiated differentiated(Batch cotangent, Batch pulledBack) {
    return new Differentiated(
        this,
        given == Parameterization.SIGNAL
            ? pulledBack
            : combine(signalOfLatent(), signalOfOutput(), cotangent, pulledBack));
  }

  /** The predicted noise, E[eps | z]. */
  public Batch noise() {
    return switch (given) {
      case SIGNAL -> combine(level -> 1 / level.sigma(), level -> -level.alpha() / level.sigma());
      case NOISE -> output;
      case VELOCITY ->
          combine(level -> level.sigma() / level.power(), level -> level.alpha() / level.power());
      case SCORE -> output.times(-1);
      case FLOW ->
          combine(
              level -> -level.rate().alpha() / level.turn(), level -> level.alpha() / level.turn());
    };
  }

  /** The predicted velocity, {@code alpha eps - sigma x}. */
  public Batch velocity() {
    return switch (given) {
      case SIGNAL ->
          combine(level -> level.alpha() / level.sigma(), level -> -level.power() / level.sigma());
      case NOISE ->
          combine(level -> -level.sigma() / level.alpha(), level -> level.power() / level.alpha());
      case VELOCITY -> output;
      case SCORE ->
          combine(level -> -level.sigma() / level.alpha(), level -> -level.power() / level.alpha());
      case FLOW ->
          combine(level -> -growth(level) / level.turn(), level -> level.power() / level.turn());
    };
  }

  /**
   * The predicted flow, {@code dz/dt = dalpha/dt x + dsigma/dt eps}: the drift of the probability
   * flow on this schedule's clock.
   *
   * @throws IllegalStateException if the noise levels do not know how fast they change
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Batch flow() {
    return switch (given) {
      case SIGNAL ->
          combine(
              level -> level.rate().sigma() / level.sigma(),
              level -> -level.turn() / level.sigma());
      case NOISE ->
          combine(
              level -> level.rate().alpha() / level.alpha(), level -> level.turn() / level.alpha());
      case VELOCITY ->
          combine(level -> growth(level) / level.power(), level -> level.turn() / level.power());
      case SCORE ->
          combine(
              level -> level.rate().alpha() / level.alpha(),
              level -> -level.turn() / level.alpha());
      case FLOW -> output;
    };
  }

  /** Half the rate of {@code alpha^2 + sigma^2}: 0 where variance is preserved. */
  private static double growth(NoiseLevel level) {
    return level.alpha() * level.rate().alpha() + level.sigma() * level.rate().sigma();
  }

  /** The predicted score, {@code grad log p(z) = -eps / sigma} (Luo, equation 151). */
  public Batch score() {
    return switch (given) {
      case SIGNAL ->
          combine(
              level -> -1 / (level.sigma() * level.sigma()),
              level -> level.alpha() / (level.sigma() * level.sigma()));
      case NOISE -> combine(level -> 0, level -> -1 / level.sigma());
      case VELOCITY ->
          combine(
              level -> -1 / level.power(),
              level -> -level.alpha() / (level.sigma() * level.power()));
      case SCORE -> combine(level -> 0, level -> 1 / level.sigma());
      // By way of the noise: where sigma is 0 two infinities would be no number.
      case FLOW -> with(Parameterization.NOISE, noise()).score();
    };
  }

  /**
   * The same prediction of latents of another shape with as many numbers.
   *
   * @throws IllegalArgumentException if the shape has another size
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Prediction shaped(DataShape shape) {
    return new Prediction(
        given,
        z.shaped(shape),
        levels,
        output.shaped(shape),
        varianceFraction.map(fraction -> fraction.shaped(shape)));
  }

  /** The same latents with the predicted signal moved into {@code [low, high]}. */
  public Prediction clampSignal(float low, float high) {
    return withSignal(signal().clamp(low, high));
  }

  /** The same latents, levels and variance with another signal. */
  public Prediction withSignal(Batch signal) {
    return with(Parameterization.SIGNAL, signal);
  }

  /**
   * The same latents, levels and variance with another prediction.
   *
   * @param view which of the views is given
   * @param values the view, shaped like the latents
   */
  public Prediction with(Parameterization view, Batch values) {
    return new Prediction(view, z, levels, values, varianceFraction);
  }

  /**
   * {@code (1 - w) this + w other}, in any of the views: they are affine in one another, so a
   * mixture whose weights add up to one is the same in all.
   *
   * <p>A variance cannot be extrapolated: it is mixed with w limited to [0, 1], so that beyond 1 it
   * is the other's. It is there if both have one.
   *
   * @param w the weight of the other prediction; above 1 it goes beyond it
   * @param other a prediction for the same latents
   */
  public Prediction mix(double w, Prediction other) {
    Batch theirs = inThisView(other);
    double share = Math.min(1, Math.max(0, w));
    return new Prediction(
        given,
        z,
        levels,
        output.combine(1 - w, w, theirs),
        varianceFraction.flatMap(
            mine -> other.varianceFraction.map(its -> mine.combine(1 - share, share, its))));
  }

  /**
   * {@code (1 - w_i) this + w_i other} for each example i.
   *
   * @param w for each example the weight of the other prediction
   * @param other a prediction for the same latents
   */
  public Prediction mix(double[] w, Prediction other) {
    Batch theirs = inThisView(other);
    double[] shares = Arrays.stream(w).map(weight -> Math.min(1, Math.max(0, weight))).toArray();
    return new Prediction(
        given,
        z,
        levels,
        output.combineEach(rest(w), w, theirs),
        varianceFraction.flatMap(
            mine ->
                other.varianceFraction.map(its -> mine.combineEach(rest(shares), shares, its))));
  }

  private static double[] rest(double[] shares) {
    return Arrays.stream(shares).map(share -> 1 - share).toArray();
  }

  /** The noise level of each latent; a copy. */
  public NoiseLevel[] levels() {
    return levels.clone();
  }

  /** The predictions for the examples {@code from} (inclusive) to {@code to} (exclusive). */
  public Prediction slice(int from, int to) {
    return new Prediction(
        given,
        z.slice(from, to),
        Arrays.copyOfRange(levels, from, to),
        output.slice(from, to),
        varianceFraction.map(fraction -> fraction.slice(from, to)));
  }

  /** What a network of another parameterization would have put out. */
  public Batch as(Parameterization parameterization) {
    return switch (parameterization) {
      case SIGNAL -> signal();
      case NOISE -> noise();
      case VELOCITY -> velocity();
      case SCORE -> given == Parameterization.SCORE ? output : noise().times(-1);
      case FLOW -> flow();
    };
  }

  /** Another prediction for the same latents, in the view that is given of this one. */
  private Batch inThisView(Prediction other) {
    // Whoever made the other may not have said how fast its levels change.
    return given == Parameterization.FLOW && other.given != given
        ? new Prediction(other.given, z, levels, other.output, Optional.empty()).flow()
        : other.as(given);
  }

  private interface Coefficient {
    double of(NoiseLevel level);
  }

  private Batch combine(Coefficient a, Coefficient b) {
    return combine(a, b, z, output);
  }

  private Batch combine(Coefficient a, Coefficient b, Batch first, Batch second) {
    double[] ofFirst = Arrays.stream(levels).mapToDouble(a::of).toArray();
    double[] ofSecond = Arrays.stream(levels).mapToDouble(b::of).toArray();
    return first.combineEach(ofFirst, ofSecond, second);
  }
}
