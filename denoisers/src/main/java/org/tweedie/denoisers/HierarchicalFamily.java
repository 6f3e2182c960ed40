package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.Encoding;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.plugin.ModelOptions;

/**
 * A Markovian hierarchical variational autoencoder (Luo, arXiv 2208.11970, section 2.3), and, with
 * his three restrictions as options, a variational diffusion model of as many steps: latents as
 * wide as the data, an encoder that adds noise by a schedule, and a last latent that is standard
 * normal, as the schedule's end makes it. Immutable.
 */
@Description(
    "a chain of latents; with latent: data and encoder: linear-gaussian a variational diffusion"
        + " model of as many steps")
public final class HierarchicalFamily implements ModelFamily {

  /** How a bound is taken apart. */
  public enum Terms {
    /** Each step back against the one that knows the data (Luo, equation 58). */
    DENOISING,
    /** Each step back against the step forth, with two latents in each term (Luo, equation 45). */
    CONSISTENCY
  }

  /**
   * What can be chosen.
   *
   * @param levels how many steps
   * @param latent what each latent is like
   * @param encoder what goes from data to latents
   * @param shareDecoder whether one network makes all steps back
   * @param predict what the networks of the steps back put out
   * @param terms how the bound is taken apart in training
   * @param training how it is trained
   */
  public record Options(
      @Description("steps between the data and the last latent")
          @Default("2")
          @Positive
          @Max(10_000)
          int levels,
      @Description(
              "each latent: a width, a map as in 7x7x4 (height x width x channels), or 'data' for the shape of the data")
          @Default("32")
          String latent,
      @Description("a network for each step, or noise that the schedule adds")
          @Default("learned")
          @NotNull
          Encoding encoder,
      @Description(
              "whether one network, told the log SNR, makes all steps back (takes latent: data)")
          @Default("false")
          boolean shareDecoder,
      @Description("what the networks of the steps back put out") @Default("mean") @NotNull
          StepPrediction predict,
      @Description("how the bound of encoder: linear-gaussian is taken apart in training")
          @Default("denoising")
          @NotNull
          Terms terms,
      @Included LatentOptions training)
      implements ModelOptions {

    /** Refuses what does not go together. */
    public Options {
      LatentOptions.checkWidth(latent);
      boolean scheduled = encoder == Encoding.LINEAR_GAUSSIAN;
      if (!LatentOptions.isOfData(latent) && (scheduled || shareDecoder)) {
        throw new IllegalArgumentException(
            "'%s' takes latents of the data's shape, and 'latent' is %s. Please write latent: data."
                .formatted(scheduled ? "encoder: linear-gaussian" : "share-decoder: true", latent));
      }
      if (!scheduled && predict != StepPrediction.MEAN) {
        throw new IllegalArgumentException(
            "'predict: %s' takes encoder: linear-gaussian: behind a learned encoder a step back is given by its mean alone."
                .formatted(predict.name().toLowerCase(Locale.ROOT)));
      }
      if (!scheduled && terms == Terms.CONSISTENCY) {
        throw new IllegalArgumentException(
            "'terms: consistency' takes encoder: linear-gaussian: of a learned encoder both ways to"
                + " take the bound apart are the same.");
      }
      if (scheduled && !training.isPlain()) {
        throw new IllegalArgumentException(
            "'free-bits', 'kl-warmup' and 'samples' are for learned encoders: one that adds noise"
                + " cannot ignore its latents.");
      }
      if (terms == Terms.CONSISTENCY && shareDecoder && predict != StepPrediction.MEAN) {
        throw new IllegalArgumentException(
            "'terms: consistency' takes 'predict: mean' or decoders of their own: one network that"
                + " tells signal or noise is trained a step at a time.");
      }
    }

    @Override
    public Set<Kind<?>> kinds() {
      Set<Kind<?>> kinds = new HashSet<>();
      boolean scheduled = encoder == Encoding.LINEAR_GAUSSIAN;
      if (!scheduled) {
        kinds.add(Kinds.ENCODER);
      }
      if (scheduled || shareDecoder) {
        kinds.add(Kinds.SCHEDULE);
      }
      if (shareDecoder) {
        kinds.add(Kinds.NETWORK);
      }
      if (shareDecoder && predict != StepPrediction.MEAN) {
        kinds.add(Kinds.PRECONDITIONING);
        kinds.add(Kinds.TIMES);
      }
      if (!shareDecoder || !scheduled) {
        kinds.add(Kinds.DECODER);
      }
      return kinds;
    }
  }

  private final Options options;

  /** With its options. */
  @Inject
  public HierarchicalFamily(Options options) {
    this.options = options;
  }

  @Override
  public Optional<LatentDesign> latents(DataDescription data) {
    int latents =
        options.encoder() == Encoding.LINEAR_GAUSSIAN ? options.levels() + 1 : options.levels();
    return Optional.of(
        new LatentDesign(
            Collections.nCopies(latents, LatentOptions.shape(options.latent(), data.shape())),
            options.encoder(),
            options.shareDecoder(),
            options.predict(),
            options.training().training(options.terms() == Terms.CONSISTENCY)));
  }
}
