package org.tweedie.engine.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.PowerAverage;

/**
 * How to train: the section {@code train}.
 *
 * @param steps optimiser steps
 * @param batch examples that the network sees at once
 * @param accumulate how many batches a step sees, their gradients added up
 * @param learningRate what the section learning-rate makes each step's rate of
 * @param clip the largest global norm of a gradient; 0 is no limit
 * @param labelDropout the share of examples whose label is hidden
 * @param captionDropout the share of examples whose caption is hidden
 * @param numberDropout the share of examples whose numbers are hidden
 * @param imageDropout the share of examples that are shown without the image they go with
 * @param imageNoise the largest share of noise in the images that examples go with
 * @param seed where all randomness begins
 * @param precision of the network's arithmetic
 * @param deterministic whether to ask for the same bits in every run
 * @param threads 0 is one a core
 * @param parts of a batch that are calculated side by side
 * @param logEvery steps between two lines of metrics
 * @param checkpointEvery steps between two checkpoints
 * @param keep checkpoints kept
 * @param snapshotEvery steps between two snapshots of averages; 0 is never
 * @param snapshotWidths the widths of the power averages in snapshots
 * @param sampleEvery steps between two sample grids; 0 is never
 * @param evaluateEvery steps between two evaluations; 0 is never
 * @param measureEvery steps between two takings of all measures; 0 is at the end alone
 * @param from the run, or the checkpoint's file, whose weights training starts from; empty for none
 */
@Description("how to train")
public record TrainOptions(
    @Description("optimiser steps") @Default("5000") @Positive int steps,
    @Description("examples that the network sees at once; a step sees accumulate times as many")
        @Default("64")
        @Positive
        int batch,
    @Description(
            "batches whose gradients are added up to one step, where more do not fit in memory")
        @Default("1")
        @Positive
        @Max(10_000)
        int accumulate,
    @Description("learning rate, of which the section learning-rate makes that of each step")
        @Default("2e-4")
        @Positive
        double learningRate,
    @Description("largest global norm of a gradient; 0 is no limit") @Default("1") @PositiveOrZero
        double clip,
    @Description("share of examples whose label is hidden, which classifier-free guidance needs")
        @Default("0.1")
        @DecimalMin("0")
        @DecimalMax("1")
        double labelDropout,
    @Description("share of examples whose caption is hidden; 1 tells the network no captions")
        @Default("0.1")
        @DecimalMin("0")
        @DecimalMax("1")
        double captionDropout,
    @Description("share of examples whose numbers are hidden; 1 tells the network no numbers")
        @Default("0.1")
        @DecimalMin("0")
        @DecimalMax("1")
        double numberDropout,
    @Description(
            "share of examples whose condition's image is hidden; 1 shows the network no such image")
        @Default("0.1")
        @DecimalMin("0")
        @DecimalMax("1")
        double imageDropout,
    @Description(
            "largest share of noise in the condition's images, each with one of its own from 0 on that"
                + " the network is told, so that it forgives the faults of drawn ones; 0 is none")
        @Default("0")
        @DecimalMin("0")
        @DecimalMax("1")
        double imageNoise,
    @Description("where all randomness begins") @Default("1") long seed,
    @Description("arithmetic of the network; likelihoods are measured in float32 all the same")
        @Default("float32")
        Precision precision,
    @Description("ask for the same bits in every run, at some cost in speed") @Default("false")
        boolean deterministic,
    @Description("threads; 0 is one a core") @Default("0") @PositiveOrZero @Max(4096) int threads,
    @Description(
            "parts of a batch that the network works through side by side, each with its share of"
                + " the threads: faster where an operation does not keep all of them busy, and"
                + " rounded otherwise")
        @Default("1")
        @Positive
        @Max(64)
        int parts,
    @Description("steps between two lines of metrics") @Default("10") @Positive int logEvery,
    @Description("steps between two checkpoints") @Default("1000") @Positive int checkpointEvery,
    @Description("newest checkpoints that are kept") @Default("3") @Positive int keep,
    @Description(
            "steps between two snapshots of averages, of which 'tweedie average' makes averages of"
                + " other widths; 0 is never")
        @Default("0")
        @PositiveOrZero
        int snapshotEvery,
    @Description("widths of the power averages in snapshots, in lengths of the training")
        @Default("[0.05, 0.1]")
        @NotEmpty
        List<@DecimalMin(value = "0", inclusive = false) @DecimalMax("0.288") Double>
            snapshotWidths,
    @Description("steps between two grids of samples; 0 is never") @Default("1000") @PositiveOrZero
        int sampleEvery,
    @Description("steps between two quick looks at the bound; 0 is never")
        @Default("0")
        @PositiveOrZero
        int evaluateEvery,
    @Description("steps between two takings of all measures; 0 is at the end alone")
        @Default("0")
        @PositiveOrZero
        int measureEvery,
    @Description(
            "run whose weights training starts from, as far as they fit: its folder, or a"
                + " checkpoint's file; empty to draw all")
        @Default("''")
        String from) {

  /**
   * Copies the widths, each once.
   *
   * @throws IllegalArgumentException if a width has too many decimals, or a step would see more
   *     examples than an array can hold
   */
  public TrainOptions {
    snapshotWidths = snapshotWidths.stream().distinct().toList();
    for (double width : snapshotWidths) {
      if (width > 0 && width <= PowerAverage.WIDEST && !ChosenWeights.canBeWidth(width)) {
        throw new IllegalArgumentException(
            "'snapshot-widths' have at most nine decimals, which %s has not.".formatted(width));
      }
    }
    if ((long) batch * accumulate > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "'train.batch' %d times 'train.accumulate' %d is more than %d examples a step."
              .formatted(batch, accumulate, Integer.MAX_VALUE));
    }
  }

  /** The share of examples for which a part of the condition is hidden. */
  public double dropout(ConditionPart part) {
    return switch (part) {
      case CLASS -> labelDropout;
      case NUMBERS -> numberDropout;
      case CAPTION -> captionDropout;
      case IMAGE -> imageDropout;
    };
  }

  /** The option that says so: {@code label-dropout}. */
  public static String dropoutOption(ConditionPart part) {
    return switch (part) {
      case CLASS -> "label-dropout";
      case NUMBERS -> "number-dropout";
      case CAPTION -> "caption-dropout";
      case IMAGE -> "image-dropout";
    };
  }

  /** How many examples a step sees. */
  public int effectiveBatch() {
    return batch * accumulate;
  }
}
