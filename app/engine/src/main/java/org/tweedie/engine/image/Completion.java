package org.tweedie.engine.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.BeforeAndAfter;
import org.tweedie.engine.sampling.PartlyKnown;
import org.tweedie.engine.sampling.SampleFiles;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.engine.sampling.Seeds;

/**
 * Samples of which an image tells something: its unmasked part, or its pixels in a smaller size.
 *
 * @param run whose guidance knows the image
 * @param count how many samples
 * @param label of which class; empty for none in particular
 * @param byImage the image that the model is told, where it was trained to go by such ones; empty
 *     where guidance knows it alone
 */
record Completion(UsedRun run, int count, Optional<String> label, Optional<Batch> byImage) {

  /**
   * Draws, writes and tells.
   *
   * @param name of the folder among the run's samples
   * @param into another folder
   */
  Report write(String name, Optional<Path> into, PartlyKnown known, RunListener listener)
      throws IOException {
    SampleOptions options = run.config().sample();
    DataDescription data = run.assembly().data();
    Condition conditions =
        run.condition(
            label,
            count,
            "The model was trained with every label shown, so it needs one: name it with --class.",
            byImage.isPresent() ? Set.of(ConditionPart.IMAGE) : Set.of());
    if (byImage.isPresent()) {
      Optional<float[]> image = Optional.of(byImage.get().example(0));
      conditions = conditions.withImages(byImage.get().shape(), Collections.nCopies(count, image));
    }
    Batch samples = draw(conditions, options, data, listener);
    Path folder =
        into.orElse(run.folder().samples().resolve("%s-seed-%d".formatted(name, options.seed())));
    int columns = Math.min(count, options.columns());
    Path picture = folder.resolve("before-after.png");
    new BeforeAndAfter(data, columns, options.scale()).write(picture, known.shown(), samples);
    Path singles =
        new SampleFiles(folder, data, columns, options.scale(), List.of())
            .singles(samples, conditions, options.seed());
    return new Report(
        String.format(
            Locale.ROOT,
            "Samples differ from what is known by %.3f (root mean square, on a scale from -1 to 1)%s",
            known.distance(samples),
            byImage.isPresent() ? "; the model was trained to go by such an image" : ""),
        "",
        List.of(picture, singles));
  }

  static String name(String verb, Path image) {
    return verb + "-" + FileNames.stem(image);
  }

  private Batch draw(
      Condition conditions, SampleOptions options, DataDescription data, RunListener listener)
      throws IOException {
    Sampling sampling =
        Sampling.of(
            run.assembly().sampler(), run.assembly().guidance(), options, Seeds.of(options.seed()));
    var model = run.sampledDiffusion();
    try (Progress progress = listener.begin("Sampling", "samples", 0, count)) {
      return sampling.draw(model, data.shape(), conditions, done -> progress.advance(done, ""));
    }
  }
}
