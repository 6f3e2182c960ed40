package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Power averages of a run that are put together of its snapshots after the training.
 *
 * @param folder the run
 * @param options how it was trained
 */
public record PostHoc(RunFolder folder, TrainOptions options) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * The weights of an average: those that were written, or put together now.
   *
   * @throws RunException if its profile is not matched by what is stored
   */
  Checkpoint weights(double width, long step) throws IOException {
    Optional<Checkpoint> written = folder.averages().read(width, step);
    return written.isPresent() ? written.get() : made(width, step).weights();
  }

  /** Puts an average together and writes it. */
  public Report write(double width, long step) throws IOException {
    MadeAverage average = made(width, step);
    Path file = folder.averages().write(average);
    return new Report(text(average), json(average, file), List.of(file));
  }

  private MadeAverage made(double width, long step) throws IOException {
    Checkpoint now =
        folder.checkpoints().steps().contains(step)
            ? folder.checkpoints().read(step)
            : folder.snapshots().read(step);
    MadeAverage average = MadeAverage.of(width, options.snapshotWidths(), now, folder.snapshots());
    if (!average.isMatched()) {
      throw new RunException(
          String.format(
              Locale.ROOT,
              "An average of width %s after step %d cannot be put together of what is stored: its"
                  + " profile is matched to %.1f%% alone, and %.0f%% are allowed. Stored are"
                  + " averages of the widths %s at %d steps, the first at %d. Widths between these,"
                  + " or more snapshots in another training (train.snapshot-every), are matched"
                  + " better.",
              width,
              step,
              100 * average.residual(),
              100 * MadeAverage.ALLOWED,
              options.snapshotWidths(),
              average.steps(),
              average.parts().get(0).step()));
    }
    return average;
  }

  private static String text(MadeAverage average) {
    return String.format(
        Locale.ROOT,
        "Width %s after step %,d (exponent %.2f): profile matched to %.2g%%, of %d averages at %d"
            + " steps, coefficients %.3g to %.3g",
        average.width(),
        average.weights().step(),
        PowerAverage.ofWidth(average.width()).exponent(),
        100 * average.residual(),
        average.parts().size(),
        average.steps(),
        average.parts().stream().mapToDouble(MadeAverage.Part::coefficient).min().orElseThrow(),
        average.parts().stream().mapToDouble(MadeAverage.Part::coefficient).max().orElseThrow());
  }

  private static String json(MadeAverage average, Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("width", average.width());
    json.put("exponent", PowerAverage.ofWidth(average.width()).exponent());
    json.put("step", average.weights().step());
    json.put("residual", average.residual());
    json.put("weights", ChosenWeights.ofWidth(average.width()).text());
    json.put("file", file.toString());
    List<Object> parts = new ArrayList<>();
    for (MadeAverage.Part part : average.parts()) {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("step", part.step());
      own.put("width", part.width());
      own.put("coefficient", part.coefficient());
      parts.add(own);
    }
    json.put("parts", parts);
    return JSON.writeValueAsString(json);
  }
}
