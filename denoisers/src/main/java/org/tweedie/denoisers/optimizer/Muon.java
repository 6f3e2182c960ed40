package org.tweedie.denoisers.optimizer;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.optimizer.StateVariable;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Momentum made orthogonal: of a matrix of gradients' means all singular values become about one,
 * so that a step moves every direction alike (Jordan et al., "Muon: An optimizer for hidden layers
 * in neural networks", 2024). With gradient g of a kernel, as a matrix of r inputs by c outputs,
 *
 * <pre>
 * m = momentum m + (1 - momentum) g
 * o = orthogonal(momentum m + (1 - momentum) g)
 * w = w - rate (0.2 sqrt(max(r, c)) o + weight-decay w)
 * </pre>
 *
 * <p>The factor makes a step's root mean square that of AdamW's, so rates are AdamW's too (Liu et
 * al., "Muon is Scalable for LLM Training", arXiv 2502.16982, equation 4). {@code orthogonal} is a
 * polynomial of odd powers, iterated, which draws singular values from (0, 1] to about [0.7, 1.2].
 * Parameters that are no matrices, as biases, scales and a learned schedule's numbers, take AdamW's
 * steps. Immutable; safe for many threads.
 */
@Description(
    "steps of kernels that move every direction alike, at AdamW's rates; biases and scales by AdamW (Muon)")
public final class Muon implements Optimizer {

  /** What takes singular values of 1e-3 and of 1 to about one in five rounds (Jordan et al.). */
  private static final float LINEAR = 3.4445f;

  private static final float CUBIC = -4.7750f;
  private static final float QUINTIC = 2.0315f;
  private static final double OF_ADAMW = 0.2;
  private static final float LEAST_NORM = 1e-7f;

  /** How many times as long as wide a matrix is whose rounds are worth taking by its square. */
  private static final int SLENDER = 2;

  /**
   * Rounds by one square. What is rounded off a square's smallest eigenvalues, 1e-7, grows twelve
   * times a round, and below zero it would grow for ever.
   */
  private static final int MOST_AT_ONCE = 5;

  /**
   * What a config can set.
   *
   * @param momentum decay of the mean of kernels' gradients
   * @param rounds of the iteration
   * @param decay of the weights
   * @param moments of the gradients of parameters that are no kernels
   */
  public record Options(
      @Description("decay of the mean of kernels' gradients")
          @Default("0.95")
          @DecimalMin("0")
          @DecimalMax(value = "1", inclusive = false)
          double momentum,
      @Description("rounds of the iteration that makes a step orthogonal")
          @Default("5")
          @Positive
          @Max(50)
          int rounds,
      @Included(defaults = "weight-decay: 0.01") WeightDecay decay,
      @Included(defaults = "beta2: 0.99") Moments moments) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public Muon(Options options) {
    this.options = options;
  }

  /** Adam's: of a kernel the first is the momentum, and the second stays zero. */
  @Override
  public List<String> slots() {
    return Moments.SLOTS;
  }

  /** What bfloat16 rounds off a square, 3e-4, the rounds would let grow. */
  @Override
  public boolean needsFloat32() {
    return true;
  }

  @Override
  public double[] fed(long step) {
    return options.moments().powers(step);
  }

  @Override
  public List<Op> update(ParameterUpdate update) {
    Shape shape = update.parameter().shape();
    long columns = shape.numDimensions() == 0 ? 1 : shape.get(shape.numDimensions() - 1);
    long rows = shape.size() / columns;
    // A learned schedule's numbers may lie in a matrix and are none; a vector has one direction.
    if (!update.isKernel() || !update.mayDecay() || rows == 1 || columns == 1) {
      return List.of(options.decay().after(options.moments().step(update), update));
    }
    Ops tf = update.tf();
    StateVariable momentum = update.slot(Moments.SLOTS.get(0));
    Operand<TFloat32> mean = mix(update, momentum.value());
    double factor = OF_ADAMW * Math.sqrt(Math.max(rows, columns));
    Operand<TFloat32> matrix =
        tf.reshape(mix(update, mean), tf.constant(new long[] {rows, columns}));
    Operand<TFloat32> step =
        tf.math.mul(
            tf.reshape(orthogonal(update, matrix, rows, columns), tf.constant(shape.asArray())),
            update.rate(factor));
    Op moved = tf.assignSubVariableOp(update.parameter().handle(), step);
    return List.of(
        options.decay().after(moved, update), tf.assignVariableOp(momentum.handle(), mean));
  }

  private Operand<TFloat32> mix(ParameterUpdate update, Operand<TFloat32> old) {
    Ops tf = update.tf();
    float share = (float) options.momentum();
    return tf.math.add(
        tf.math.mul(old, update.constant(share)),
        tf.math.mul(update.gradient(), update.constant(1 - share)));
  }

  private Operand<TFloat32> orthogonal(
      ParameterUpdate update, Operand<TFloat32> matrix, long rows, long columns) {
    Ops tf = update.tf();
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.nn.l2Loss(matrix), update.constant(2)));
    Operand<TFloat32> x = tf.math.div(matrix, tf.math.maximum(norm, update.constant(LEAST_NORM)));
    boolean tall = rows > columns;
    boolean slender = Math.max(rows, columns) >= SLENDER * Math.min(rows, columns);
    int most = slender ? MOST_AT_ONCE : 1;
    for (int done = 0; done < options.rounds(); done += most) {
      int now = Math.min(most, options.rounds() - done);
      Operand<TFloat32> factor = factor(update, square(tf, x, tall), Math.min(rows, columns), now);
      x = tall ? tf.linalg.matMul(x, factor) : tf.linalg.matMul(factor, x);
    }
    return x;
  }

  /**
   * What some rounds multiply a matrix by, from its product with itself alone, which is the smaller
   * side's size: with {@code p = 3.4445 - 4.7750 s + 2.0315 s^2} of the square s, a round takes x
   * to {@code x p} and s to {@code s p p}.
   */
  private static Operand<TFloat32> factor(
      ParameterUpdate update, Operand<TFloat32> square, long size, int rounds) {
    Ops tf = update.tf();
    Operand<TFloat32> s = square;
    Operand<TFloat32> one =
        tf.linalg.tensorDiag(tf.fill(tf.constant(new long[] {size}), update.constant(LINEAR)));
    Operand<TFloat32> factor = one;
    for (int i = 0; i < rounds; i++) {
      Operand<TFloat32> p =
          tf.math.addN(
              List.of(
                  one,
                  tf.math.mul(s, update.constant(CUBIC)),
                  tf.math.mul(tf.linalg.matMul(s, s), update.constant(QUINTIC))));
      factor = i == 0 ? p : tf.linalg.matMul(factor, p);
      s = i == rounds - 1 ? s : tf.linalg.matMul(tf.linalg.matMul(s, p), p);
    }
    return factor;
  }

  private static Operand<TFloat32> square(Ops tf, Operand<TFloat32> x, boolean tall) {
    return tall
        ? tf.linalg.matMul(x, x, MatMul.transposeA(true))
        : tf.linalg.matMul(x, x, MatMul.transposeB(true));
  }
}
