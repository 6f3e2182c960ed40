package org.tweedie.engine.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.likelihood.ChainEvaluation;
import org.tweedie.engine.likelihood.Estimate;
import org.tweedie.engine.likelihood.Evaluation;
import org.tweedie.engine.likelihood.LatentBound;
import org.tweedie.engine.likelihood.LikelihoodReport;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.engine.measuring.Measurement;
import org.tweedie.engine.measuring.Measuring;
import org.tweedie.engine.measuring.Models;
import org.tweedie.engine.picture.BatchPicture;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.MadeAverage;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.run.UsedModel;
import org.tweedie.engine.sampling.AskedParts;
import org.tweedie.engine.sampling.SampleConditions;

/**
 * Looks at the model while it is trained: a few samples, and the bound on a part of the test split,
 * both with averaged weights.
 */
final class Preview implements AutoCloseable {

  private static final int EXAMPLES = 256;

  private final RunConfig config;
  private final Assembled parts;
  private final RunFolder folder;
  private final UsedModel model;

  Preview(RunConfig config, Assembled parts, RunFolder folder) {
    this.config = config;
    this.parts = parts;
    this.folder = folder;
    // Likelihoods are measured in float32, whatever the network is trained in.
    model = new UsedModel(parts, TrainedModels.settings(config.train()).inFloat32());
  }

  void load(Map<String, float[]> state) {
    model.load(TrainedModels.weights(state, ChosenWeights.average()));
  }

  /**
   * One row of samples, as a file and for TensorBoard; nothing where there is no picture of such
   * data.
   */
  void sample(long step, Measurements measurements) throws IOException {
    DataDescription data = parts.assembly().data();
    if (!BatchPicture.canShow(data)) {
      return;
    }
    int columns = config.sample().columns();
    int count = data.shape().isImage() ? columns : config.sample().count();
    Condition conditions =
        SampleConditions.of(
                parts.assembly(), parts.data(), AskedParts.of(List.of(), List.of()), count)
            .inTurn(count, 1);
    Batch samples =
        model
            .drawer(parts.assembly(), config.sample(), config.sample().seed())
            .draw(conditions, done -> {});
    BufferedImage picture =
        BatchPicture.of(data, columns, config.sample().scale(), List.of())
            .draw(samples, conditions);
    Png.write(picture(step), picture);
    measurements.picture(
        step, "samples", Png.bytes(picture), picture.getWidth(), picture.getHeight());
  }

  /** Whether there is a picture of a step's samples, or none can be made. */
  boolean isSampled(long step) {
    return !BatchPicture.canShow(parts.assembly().data()) || Files.exists(picture(step));
  }

  private Path picture(long step) {
    return folder.samples().resolve(String.format(Locale.ROOT, "step-%08d.png", step));
  }

  /** The bound on the first examples of the test split, by one draw each; in bits/dim. */
  double evaluate(long step, Measurements measurements) throws IOException {
    Estimate total =
        parts.chain().isPresent()
            ? boundOfChain()
            : model.space().map(this::boundInLatents).orElseGet(this::bound);
    measurements.record(step, Measurements.TEST, Map.of("bits_per_dim", total.mean()));
    return total.mean();
  }

  private Estimate boundOfChain() {
    return Objects.requireNonNull(
        new ChainEvaluation(config.evaluate().batch(), false, EXAMPLES, 1, config.evaluate().seed())
            .bound(model.chain().orElseThrow(), parts.data().test(), false, done -> {})
            .terms()
            .get(LikelihoodReport.TOTAL));
  }

  private Estimate boundInLatents(LatentSpace space) {
    return Objects.requireNonNull(
        LatentBound.of(space, OptionalInt.empty(), 1, config.evaluate().seed())
            .over(
                model.diffusion(),
                parts.data().test(),
                config.evaluate().batch(),
                !parts.assembly().told().isEmpty(),
                EXAMPLES,
                done -> {})
            .terms()
            .get(LikelihoodReport.TOTAL));
  }

  private Estimate bound() {
    // A model of so many steps knows no other times.
    OptionalInt steps =
        parts.latents().isPresent()
            ? parts.assembly().objective().timesteps()
            : OptionalInt.empty();
    VariationalBound bound =
        new VariationalBound(parts.assembly().data(), steps, 1, config.evaluate().seed());
    return new Evaluation(
            bound, config.evaluate().batch(), !parts.assembly().told().isEmpty(), EXAMPLES)
        .of(model.diffusion(), parts.data().test(), done -> {})
        .total();
  }

  /**
   * All measures of the config, with the weights that it evaluates; samples are drawn with the
   * same. Nothing where these are put together of snapshots and there are too few of them yet.
   */
  List<Reading> measure(Checkpoint state, Measurements measurements) throws IOException {
    ChosenWeights chosen = config.evaluate().chosenWeights();
    Map<String, float[]> values = state.values();
    if (chosen.width().isPresent()) {
      MadeAverage average =
          MadeAverage.of(
              chosen.width().getAsDouble(),
              config.train().snapshotWidths(),
              state,
              folder.snapshots());
      if (!average.isMatched()) {
        return List.of();
      }
      values = average.weights().values();
    }
    model.load(TrainedModels.weights(values, chosen));
    Measurement found =
        Measuring.take(
            config, parts, parts.data(), Models.of(model), state.step(), Progress.silent());
    measurements.readings(state.step(), found.readings());
    return found.readings();
  }

  @Override
  public void close() {
    model.close();
  }
}
