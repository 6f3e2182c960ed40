package org.tweedie.api.model;

import java.util.Arrays;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * The unified perspective as one type: whichever of signal, noise, velocity and score a network
 * gave, all four are here. The formulas (Luo, arXiv 2208.11970, equations 115, 133 and 151;
 * Salimans and Ho, arXiv 2202.00512, section 4) stand in this file and nowhere else.
 *
 * <p>Each view is calculated directly from what the network gave, element by element in double
 * precision. What a parameterization cannot know is not finite: a noise prediction says nothing of
 * the signal where alpha is 0, a signal prediction nothing of the noise where sigma is 0.
 * Immutable.
 */
public final class Prediction {

  private final Parameterization given;
  private final Batch z;
  private final NoiseLevel[] levels;
  private final Batch output;

  private Prediction(Parameterization given, Batch z, NoiseLevel[] levels, Batch output) {
    if (z.count() != levels.length
        || z.count() != output.count()
        || !z.shape().equals(output.shape())) {
      throw new IllegalArgumentException(
          "latents %s, %d noise levels and outputs %s do not match"
              .formatted(z, levels.length, output));
    }
    this.given = given;
    this.z = z;
    this.levels = levels;
    this.output = output;
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
    return new Prediction(given, z, levels.clone(), output);
  }

  /** From a network's raw output for latents that all have one noise level. */
  public static Prediction of(Parameterization given, Batch z, NoiseLevel level, Batch output) {
    NoiseLevel[] levels = new NoiseLevel[z.count()];
    Arrays.fill(levels, level);
    return new Prediction(given, z, levels, output);
  }

  /** The latents. */
  public Batch latent() {
    return z;
  }

  /** The noise level of one latent. */
  public NoiseLevel level(int index) {
    return levels[index];
  }

  /** The predicted signal, E[x | z]. */
  public Batch signal() {
    return switch (given) {
      case SIGNAL -> output;
      case NOISE -> combine(level -> 1 / level.alpha(), level -> -level.sigma() / level.alpha());
      case VELOCITY ->
          combine(level -> level.alpha() / level.power(), level -> -level.sigma() / level.power());
      case SCORE -> combine(level -> 1 / level.alpha(), level -> level.sigma() / level.alpha());
    };
  }

  /** The predicted noise, E[eps | z]. */
  public Batch noise() {
    return switch (given) {
      case SIGNAL -> combine(level -> 1 / level.sigma(), level -> -level.alpha() / level.sigma());
      case NOISE -> output;
      case VELOCITY ->
          combine(level -> level.sigma() / level.power(), level -> level.alpha() / level.power());
      case SCORE -> output.times(-1);
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
    };
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
    };
  }

  /** The same latents with the predicted signal moved into {@code [low, high]}. */
  public Prediction clampSignal(float low, float high) {
    return new Prediction(Parameterization.SIGNAL, z, levels, signal().clamp(low, high));
  }

  /**
   * {@code (1 - w) this + w other}, in any of the four views: they are affine in one another, so a
   * mixture whose weights add up to one is the same in all.
   *
   * @param w the weight of the other prediction; above 1 it goes beyond it
   * @param other a prediction for the same latents
   */
  public Prediction mix(double w, Prediction other) {
    Batch theirs = other.given == given ? other.output : other.as(given);
    return new Prediction(given, z, levels, output.times(1 - w, w, theirs));
  }

  /**
   * {@code (1 - w_i) this + w_i other} for each example i.
   *
   * @param w for each example the weight of the other prediction
   * @param other a prediction for the same latents
   */
  public Prediction mix(double[] w, Prediction other) {
    Batch theirs = other.given == given ? other.output : other.as(given);
    double[] mine = Arrays.stream(w).map(weight -> 1 - weight).toArray();
    return new Prediction(given, z, levels, output.timesEach(mine, w, theirs));
  }

  /** The noise level of each latent; a copy. */
  public NoiseLevel[] levels() {
    return levels.clone();
  }

  /** The predictions for the examples {@code from} (inclusive) to {@code to} (exclusive). */
  public Prediction slice(int from, int to) {
    return new Prediction(
        given, z.slice(from, to), Arrays.copyOfRange(levels, from, to), output.slice(from, to));
  }

  /** What a network of another parameterization would have put out. */
  public Batch as(Parameterization parameterization) {
    return switch (parameterization) {
      case SIGNAL -> signal();
      case NOISE -> noise();
      case VELOCITY -> velocity();
      case SCORE -> given == Parameterization.SCORE ? output : noise().times(-1);
    };
  }

  private interface Coefficient {
    double of(NoiseLevel level);
  }

  private Batch combine(Coefficient a, Coefficient b) {
    double[] ofLatent = Arrays.stream(levels).mapToDouble(a::of).toArray();
    double[] ofOutput = Arrays.stream(levels).mapToDouble(b::of).toArray();
    return z.timesEach(ofLatent, ofOutput, output);
  }
}
