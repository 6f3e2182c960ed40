package org.tweedie.cli;

import java.io.IOException;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.RunListener;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.CountedModel;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.engine.score.SampleReader;
import org.tweedie.engine.tensor.NetworkModel;

/**
 * Samples, and where they are from.
 *
 * @param batch the samples
 * @param words where they are from
 * @param evaluations predictions of the network that each took, on average; 0 where others drew
 *     them
 */
record Drawn(Batch batch, String words, double evaluations) {

  /**
   * Draws samples of all classes in turn.
   *
   * @param run whose model draws; it has a checkpoint
   * @param config how it draws
   * @param what the work in words, for those who wait
   * @param count how many samples
   */
  static Drawn by(
      RunFolder run,
      RunConfig config,
      Registry registry,
      String what,
      int count,
      RunListener listener)
      throws IOException {
    try (Assembled parts = Assembler.assemble(config, registry)) {
      return by(run, config, parts, what, count, listener);
    }
  }

  private static Drawn by(
      RunFolder run,
      RunConfig config,
      Assembled parts,
      String what,
      int count,
      RunListener listener)
      throws IOException {
    long step = run.checkpoints().latest().orElseThrow();
    Classes classes = Classes.of(parts.assembly(), config.sample().classes());
    Sampling sampling =
        new Sampling(
            parts.assembly().sampler(),
            parts.assembly().guidance(),
            config.sample().batch(),
            config.sample().seed());
    try (NetworkModel model =
            TrainedModels.open(
                parts.assembly(),
                run.checkpoints(),
                run.checkpoints().read(step),
                config.sample().ema(),
                TrainedModels.settings(config.train()));
        Progress progress = listener.begin(what, "samples", 0, count)) {
      CountedModel counted = new CountedModel(model);
      Batch batch =
          sampling.draw(
              counted,
              parts.assembly().data().shape(),
              classes.inTurn(count, 1),
              done -> progress.advance(done, ""));
      return new Drawn(
          new SampleReader(parts.assembly().data()).asWritten(batch),
          "drawn by the model of %s, step %,d, seed %d"
              .formatted(run, step, config.sample().seed()),
          (double) counted.evaluations() / count);
    }
  }
}
