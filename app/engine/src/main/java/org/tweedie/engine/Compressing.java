package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.chain.StepGrid;
import org.tweedie.engine.codec.Codec;
import org.tweedie.engine.codec.CodecHeader;
import org.tweedie.engine.codec.CodecModel;
import org.tweedie.engine.codec.LevelImages;
import org.tweedie.engine.data.PixelFormat;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.progress.Progress;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compresses examples with a run's model.
 *
 * @param run whose model
 * @param networks its network
 * @param how in which way
 * @param grid the times of the chain
 */
record Compressing(Run run, CodecNetwork networks, Compression how, StepGrid grid) {

  /** A class is one byte in the files that are written when they are decompressed. */
  private static final int MOST_CLASSES = 256;

  Report write(
      LevelImages images,
      PixelFormat format,
      List<String> names,
      Path file,
      AtomicFile.Check check,
      RunListener listener)
      throws IOException {
    Codec codec = networks.codec(grid);
    check(codec, images, names);
    DataDescription data = run.assembly().data();
    int batch = Math.min(how.batch(), images.count());
    CodecModel model = networks.model(codec.probe(batch));
    CodecHeader header =
        new CodecHeader(
            run.path().toString(),
            model,
            data.shape(),
            data.levels().orElseThrow().count(),
            data.classes().size(),
            codec.conditional(),
            how.order(),
            grid,
            how.bits(),
            how.chosenPrecision(),
            batch,
            how.seed(),
            format,
            names,
            List.of());
    long begun = System.nanoTime();
    networks.resetClock();
    Codec.Compressed compressed;
    try (Progress progress = listener.begin("Compressing", "examples", 0, images.count())) {
      compressed = codec.compress(images, header, how.chunk(), done -> progress.advance(done, ""));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    AtomicFile.write(file, compressed.bytes(), check);
    Map<String, Object> found = found(compressed, images.count(), seconds);
    return new Report(text(found), JsonMapper.shared().writeValueAsString(found), List.of(file));
  }

  private void check(Codec codec, LevelImages images, List<String> names) {
    codec
        .objection(how.order())
        .ifPresent(
            objection -> {
              throw new RunException(objection);
            });
    if (run.assembly().data().classes().size() > MOST_CLASSES) {
      throw new RunException("The data have more than %d classes.".formatted(MOST_CLASSES));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new RunException(
          "Two of the files have one name, and would come out as one: compress them apart.");
    }
    if (codec.conditional()
        && run.assembly().labelDropout() == 0
        && Arrays.stream(images.labels()).anyMatch(label -> label == Condition.NONE)) {
      throw new RunException(
          "The model was trained with every label shown, and files of pixels have none: it compresses its own data (--data).");
    }
  }

  private Map<String, Object> found(Codec.Compressed compressed, int count, double seconds) {
    double dimensions = (double) count * run.assembly().data().shape().size();
    double network = networks.seconds();
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("examples", count);
    found.put("order", how.order().toString());
    found.put("steps", grid.steps());
    found.put("grid", grid.isEven() ? "even" : "optimal");
    found.put("bits", how.bits());
    found.put("precision", how.chosenPrecision());
    found.put("batch", how.batch());
    found.put("bytes", compressed.bytes().length);
    found.put("net_bits_per_dim", compressed.net() / dimensions);
    found.put("file_bits_per_dim", 8 * compressed.bytes().length / dimensions);
    found.put("first_bits_per_dim", compressed.first() / run.assembly().data().shape().size());
    found.put("beforehand_bytes", compressed.beforehand() / 8);
    found.put("classes_bytes", compressed.labels() / 8);
    found.put("seconds", seconds);
    found.put("examples_per_second", count / seconds);
    found.put("coder_share", (seconds - network) / seconds);
    return found;
  }

  private static String text(Map<String, Object> found) {
    return String.format(
        Locale.ROOT,
        "%d examples, %s, %d steps (%s):%n"
            + "  net            %9.4f bits/dim%n"
            + "  file           %9.4f bits/dim, %d bytes (%.0f taken beforehand, %.0f for classes)%n"
            + "  first example  %9.4f bits/dim by itself%n"
            + "  %.1f examples/s, of which the coder took %.1f%%",
        found.get("examples"),
        found.get("order"),
        found.get("steps"),
        found.get("grid"),
        found.get("net_bits_per_dim"),
        found.get("file_bits_per_dim"),
        found.get("bytes"),
        found.get("beforehand_bytes"),
        found.get("classes_bytes"),
        found.get("first_bits_per_dim"),
        found.get("examples_per_second"),
        100 * (double) found.get("coder_share"));
  }
}
