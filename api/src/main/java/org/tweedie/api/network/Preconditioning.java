package org.tweedie.api.network;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How a network is wrapped so that what it sees and what it puts out are of order one at every
 * noise level (Karras et al., "Elucidating the Design Space of Diffusion-Based Generative Models",
 * arXiv 2206.00364, section 5 and table 1). The program applies it around the network, in training
 * and in use, and turns the result into what the objective predicts: objectives and models never
 * see the raw output.
 *
 * <p>An implementation is immutable, and may be added to several graphs.
 */
public interface Preconditioning {

  /**
   * The factors at some noise levels. They must be finite at all of them: alpha is 0 where no
   * signal is left, sigma is 0 where there is no noise.
   *
   * @param tf where operations go
   * @param alpha the factor of the signal, of shape [B]
   * @param sigma the standard deviation of the noise, of shape [B]
   * @param logSnr {@code log(alpha^2 / sigma^2)}, of shape [B], limited as in {@link
   *     org.tweedie.api.objective.GraphLevel}
   * @return the factors; empty where the network sees the latents as they are, and its output is
   *     itself what the objective predicts, or what {@link #signal} is made of
   */
  Optional<Coefficients> coefficients(
      Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr);

  /**
   * How many tensors of the data's shape the prediction is made of, and the network is asked for: 1
   * where its output is the prediction up to factors, more where it tells more of each dimension,
   * of which {@link #signal} makes one.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default int outputs() {
    return 1;
  }

  /**
   * The predicted signal x^, where it is no sum of latent and output by factors; the predicted
   * noise then is {@code (z - alpha x^) / sigma}. Of the factors only those of what the network
   * sees are looked at, if there are any.
   *
   * @param tf where operations go
   * @param z the latents, of shape [B, ...]
   * @param alpha the factor of the signal, of shape [B, 1, ...], with as many axes as the latents
   * @param sigma the standard deviation of the noise, likewise; 0 where there is none
   * @param raw what the network puts out, of the latents' shape but for the last axis, which is
   *     {@link #outputs} times as long; what its places stand for is settled here
   * @return of the latents' shape and finite; empty where the factors tell it
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Optional<Operand<TFloat32>> signal(
      Ops tf,
      Operand<TFloat32> z,
      Operand<TFloat32> alpha,
      Operand<TFloat32> sigma,
      Operand<TFloat32> raw) {
    return Optional.empty();
  }

  /**
   * The factors of a batch, each of shape [B]. With z the latent and F the network's raw output for
   * {@code input * z}, the prediction is
   *
   * <pre>
   * x^   = signalOfLatent z + signalOfOutput F
   * eps^ = noiseOfLatent z + noiseOfOutput F
   * </pre>
   *
   * <p>Both are stated although each follows from the other by {@code alpha x^ + sigma eps^ = z}:
   * calculated from one another they would lose all digits where there is next to no noise or
   * signal. In the paper's letters, {@code c_in = alpha input}, {@code c_noise = conditioning},
   * {@code c_skip = alpha signalOfLatent} and {@code c_out = signalOfOutput}, since its latents are
   * {@code z / alpha}.
   *
   * @param input the factor of the latents that the network sees
   * @param conditioning what the network is given in place of the log SNR
   * @param signalOfLatent the latent's share in the predicted signal
   * @param signalOfOutput the raw output's share in the predicted signal
   * @param noiseOfLatent the latent's share in the predicted noise
   * @param noiseOfOutput the raw output's share in the predicted noise
   */
  record Coefficients(
      Operand<TFloat32> input,
      Operand<TFloat32> conditioning,
      Operand<TFloat32> signalOfLatent,
      Operand<TFloat32> signalOfOutput,
      Operand<TFloat32> noiseOfLatent,
      Operand<TFloat32> noiseOfOutput) {

    /** The former name of {@link #conditioning}. */
    @Deprecated(since = "0.2")
    public Operand<TFloat32> told() {
      return conditioning;
    }

    /** Begins with what the network sees; the two predictions follow, in either order. */
    public static Builder seeing(Operand<TFloat32> input, Operand<TFloat32> conditioning) {
      return new Builder(input, conditioning);
    }

    /** Factors that are named where they are given, since six of one type are soon mistaken. */
    public static final class Builder {

      private final Operand<TFloat32> input;
      private final Operand<TFloat32> conditioning;
      private List<Operand<TFloat32>> signal = List.of();
      private List<Operand<TFloat32>> noise = List.of();

      private Builder(Operand<TFloat32> input, Operand<TFloat32> conditioning) {
        this.input = input;
        this.conditioning = conditioning;
      }

      /** The shares of the latent and of the raw output in the predicted signal. */
      public Builder signal(Operand<TFloat32> ofLatent, Operand<TFloat32> ofOutput) {
        signal = List.of(ofLatent, ofOutput);
        return this;
      }

      /** The shares of the latent and of the raw output in the predicted noise. */
      public Builder noise(Operand<TFloat32> ofLatent, Operand<TFloat32> ofOutput) {
        noise = List.of(ofLatent, ofOutput);
        return this;
      }

      /**
       * The factors.
       *
       * @throws IllegalStateException if the signal or the noise was not given
       */
      public Coefficients build() {
        if (signal.isEmpty() || noise.isEmpty()) {
          throw new IllegalStateException(
              "a preconditioning states both signal and noise; the %s is missing"
                  .formatted(signal.isEmpty() ? "signal" : "noise"));
        }
        return new Coefficients(
            input, conditioning, signal.get(0), signal.get(1), noise.get(0), noise.get(1));
      }
    }
  }
}
