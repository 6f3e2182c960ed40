package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;

/**
 * Score matching at every noise level, in three forms that have one expectation (Luo, arXiv
 * 2208.11970, equation 157 and what follows). With {@code S = sigma s(z)}, the network's score
 * times the standard deviation of the noise, and J its Jacobian by z, for each of D dimensions:
 *
 * <pre>
 * denoising  |S + eps|^2 / D                     Vincent 2011; Song and Ermon, arXiv 1907.05600
 * implicit   (|S|^2 + 2 sigma tr J) / D + 1      Hyvarinen 2005, theorem 1
 * sliced     (|S|^2 + 2 sigma v'J v) / D + 1     Song et al., arXiv 1905.07088, SSM-VR
 * </pre>
 *
 * <p>The forms agree because {@code E[S eps] = sigma E[tr J]} for normal eps, given x (Stein), and
 * {@code E[eps^2] = 1}; explicit score matching, {@code |S - sigma grad log p(z)|^2 / D}, is less
 * by what no model can know, {@code Var(eps | z)}. The implicit form takes D backward passes, the
 * sliced one as many as there are projections v, here of random signs; their losses may be below
 * zero in single draws. Both need second derivatives of the network to train.
 *
 * <p>The weight on the squared error of the score is {@code sigma^2}, which is written above, or
 * {@code g^2/2 = 1/2 (-d logSnr/dt) sigma^2}: then the denoising form is the objective vlb in
 * continuous time, in bits per dimension (Song et al., arXiv 2101.09258, theorem 1). Immutable.
 */
@Description("score matching: denoising, sliced, or with the whole trace of the Jacobian")
public final class ScoreMatchingObjective implements Objective, Selective {

  /** How the score is matched. */
  public enum Form {
    /** Against the score of the noise that was added; needs no second derivatives. */
    DENOISING,
    /** By the Jacobian in random directions. */
    SLICED,
    /** By the trace of the Jacobian, a backward pass a dimension. */
    IMPLICIT
  }

  /** The weight on the squared error of the score. */
  public enum Weight {
    /** {@code sigma^2}: the error of the noise, unweighted. */
    NOISE_VARIANCE,
    /** {@code g^2/2}: the variational bound. */
    LIKELIHOOD
  }

  /** What the network predicts, and the form. */
  public record Options(
      @Description("what the network's output stands for") @Default("score") @NotNull
          Parameterization predict,
      @Description("against the noise, or by the Jacobian in random directions or as a whole")
          @Default("denoising")
          @NotNull
          Form form,
      @Description("weight on the squared error of the score: good samples, or the bound")
          @Default("noise-variance")
          @NotNull
          Weight weight,
      @Description("random directions of each example, in the sliced form")
          @Default("1")
          @Positive
          @Max(64)
          int projections) {}

  /** More backward passes a step than this no one will wait for. */
  private static final int MOST_DIMENSIONS = 64;

  private final Options options;

  /** With its options. */
  @Inject
  public ScoreMatchingObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public boolean differentiatesNetwork() {
    return options.form() != Form.DENOISING;
  }

  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    Ops tf = batch.tf();
    if (options.form() == Form.DENOISING) {
      Operand<TFloat32> logSnr = batch.level().logSnr();
      return SignalError.weighted(batch, predicts(), tf.math.add(logSnr, logWeight(batch)));
    }
    Operand<TFloat32> score = scaledScore(batch);
    Operand<TFloat32> divergence =
        options.form() == Form.SLICED ? sliced(batch, score) : trace(batch, score);
    Operand<TFloat32> sum =
        tf.math.add(
            SignalError.mean(batch, tf.math.square(score)),
            tf.math.mul(tf.math.mul(tf.constant(2f), sigma(batch)), divergence));
    return tf.math.mul(tf.math.exp(logWeight(batch)), tf.math.add(sum, tf.constant(1f)));
  }

  /** The logarithm of the weight on the squared error of the noise. */
  private Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    return switch (options.weight()) {
      case NOISE_VARIANCE -> tf.zerosLike(batch.level().logSnr());
      case LIKELIHOOD ->
          tf.math.sub(
              tf.math.sub(SignalError.logBoundWeight(batch), batch.level().logSnr()),
              tf.constant((float) Math.log(Math.log(2))));
    };
  }

  /** S. */
  private Operand<TFloat32> scaledScore(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> output = batch.output();
    return switch (predicts()) {
      case SCORE -> output;
      case NOISE -> tf.math.neg(output);
      case SIGNAL -> {
        Operand<TFloat32> alpha = SignalError.perExample(batch, batch.level().alpha());
        yield tf.math.div(
            tf.math.sub(tf.math.mul(alpha, output), batch.latent()),
            SignalError.perExample(batch, sigma(batch)));
      }
      case VELOCITY ->
          // Where variance is preserved eps^ = sigma z + alpha v.
          tf.math.neg(
              tf.math.add(
                  tf.math.mul(SignalError.perExample(batch, sigma(batch)), batch.latent()),
                  tf.math.mul(SignalError.perExample(batch, batch.level().alpha()), output)));
      case FLOW -> {
        // eps^ = (alpha u - dalpha/dt z) / W.
        Operand<TFloat32> turn = batch.level().turn(tf);
        Operand<TFloat32> ofLatent = tf.math.div(batch.level().rate().alpha(), turn);
        Operand<TFloat32> ofOutput = tf.math.div(batch.level().alpha(), turn);
        yield tf.math.sub(
            tf.math.mul(SignalError.perExample(batch, ofLatent), batch.latent()),
            tf.math.mul(SignalError.perExample(batch, ofOutput), output));
      }
    };
  }

  /** Sigma by way of the log SNR, which is limited: it may be 0, and a signal is divided by it. */
  private static Operand<TFloat32> sigma(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> logVariance = batch.level().logNoiseVariance(tf);
    return tf.math.exp(tf.math.mul(tf.constant(0.5f), logVariance));
  }

  /** {@code v'J v / D}, the mean over the projections. */
  private Operand<TFloat32> sliced(Denoising batch, Operand<TFloat32> score) {
    Ops tf = batch.tf();
    List<Operand<TFloat32>> products = new ArrayList<>();
    for (int i = 0; i < options.projections(); i++) {
      Operand<TFloat32> signs = tf.math.sign(batch.moreNoise(i));
      products.add(SignalError.mean(batch, tf.math.mul(signs, batch.pullback(score, signs))));
    }
    return tf.math.div(tf.math.addN(products), tf.constant((float) options.projections()));
  }

  /** {@code tr J / D}. */
  private static Operand<TFloat32> trace(Denoising batch, Operand<TFloat32> score) {
    Ops tf = batch.tf();
    int[] shape = new int[batch.signal().shape().numDimensions()];
    shape[0] = 1;
    int dimensions = 1;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = Math.toIntExact(batch.signal().shape().get(i));
      dimensions *= shape[i];
    }
    Operand<TFloat32> zeros = tf.zerosLike(score);
    List<Operand<TFloat32>> entries = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      float[] unit = new float[dimensions];
      unit[i] = 1;
      Operand<TFloat32> direction =
          tf.math.add(zeros, tf.reshape(tf.constant(unit), tf.constant(shape)));
      entries.add(
          SignalError.mean(batch, tf.math.mul(direction, batch.pullback(score, direction))));
    }
    return tf.math.addN(entries);
  }

  @Override
  public List<String> objections(Assembly assembly) {
    int dimensions = assembly.data().shape().size();
    return options.form() == Form.IMPLICIT && dimensions > MOST_DIMENSIONS
        ? List.of(
            ("The objective score-matching in its implicit form takes a backward pass a dimension,"
                    + " and these data have %d: more than %d take too long. Set form to sliced,"
                    + " which estimates the same by random directions, or to denoising.")
                .formatted(dimensions, MOST_DIMENSIONS))
        : List.of();
  }
}
