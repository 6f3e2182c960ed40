package org.tweedie.engine.export;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.NewFolder;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.interchange.DiffusersExport;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.tensor.FrozenNetwork;
import org.tweedie.engine.tensor.TrainedSchedule;

/**
 * A run's network as files of other programs, with the weights that draw samples. Made by {@link
 * org.tweedie.engine.Run#export}, and used while that is open, by one thread.
 *
 * @param run whose network
 */
public record RunExport(UsedRun run) {

  /** What a message of protocol buffers may take, less what is around the weights. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (64L << 20);

  /**
   * Where an export goes that nobody wants elsewhere.
   *
   * @param format a folder each
   */
  public Path folder(ExportFormat format) {
    return run.path().resolve("export").resolve(format.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Writes a folder, whole or not at all: the network, model.json, which says what goes in and out
   * and how its schedule runs, and the run's config.yaml.
   *
   * @param into the folder, which is not there yet or empty
   * @throws RunException if there are files in the folder, the run has no checkpoint yet, or its
   *     network cannot be said in the format
   */
  public Report write(ExportFormat format, Path into) throws IOException {
    NewFolder folder = new NewFolder(into);
    folder.check();
    run.needsData();
    if (format != ExportFormat.SAFETENSORS) {
      run.needsDiffusion();
      needsClassesAlone();
    }
    ChosenWeights chosen = run.config().sample().chosenWeights();
    Map<String, float[]> weights = run.models().weights(chosen);
    checkSize(format, weights);
    NoiseSchedule schedule =
        run.parts().isDiffusion()
            ? TrainedSchedule.of(run.assembly(), weights)
            : run.assembly().schedule();
    ModelCard card = new ModelCard(run, format, run.models().step(), chosen.text());
    if (!format.isGraph()) {
      Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
      if (format == ExportFormat.DIFFUSERS) {
        files.putAll(new DiffusersExport(run).files(weights, schedule));
      } else {
        files.put(format.fileName(), tensors(weights, card.texts())::write);
      }
      files.put(ModelCard.FILE, text(card.json(schedule)));
      files.put("config.yaml", text(config()));
      folder.write(files);
    } else {
      FrozenNetwork network = FrozenNetwork.of(run.assembly(), schedule, weights);
      ByteString bytes =
          format == ExportFormat.ONNX
              ? OnnxGraph.file(network, card.texts())
              : SavedModelFile.file(network);
      folder.write(
          Map.of(
              format.fileName(),
              channel -> bytes.writeTo(Channels.newOutputStream(channel)),
              ModelCard.FILE,
              text(card.json(schedule, network)),
              "config.yaml",
              text(config())));
    }
    return new Report(card.sentence(weights), "", List.of(into));
  }

  /** Such a file has an input for classes, and none for what else a network may be told. */
  private void needsClassesAlone() {
    if (run.assembly().conditioning().guidance().isPresent()) {
      throw new RunException(
          "The run's network is told a scale of guidance, and files of this format have no input for that. Take --format safetensors.");
    }
    if (!run.assembly().conditioning().dropout().isEmpty()) {
      throw new RunException(
          "The run's network is told more than classes (%s), and files of this format have no input for that. Take --format safetensors."
              .formatted(
                  run.assembly().told().stream()
                      .map(ConditionPart::word)
                      .collect(Collectors.joining(", "))));
    }
  }

  private static void checkSize(ExportFormat format, Map<String, float[]> weights) {
    long bytes = weights.values().stream().mapToLong(it -> (long) it.length * Float.BYTES).sum();
    if (format.isGraph() && bytes > MOST_BYTES) {
      throw new RunException(
          "The weights take %,d bytes, and such a file holds two gigabytes. Take --format safetensors."
              .formatted(bytes));
    }
  }

  private Safetensors tensors(Map<String, float[]> weights, Map<String, String> texts) {
    Map<String, Shape> shapes = run.parts().parameters();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) ->
            tensors.put(
                name, new Tensor(shape.asArray(), Objects.requireNonNull(weights.get(name)))));
    return new Safetensors(tensors, texts);
  }

  private String config() throws IOException {
    return Files.readString(run.folder().config());
  }

  private static AtomicFile.Content text(String words) {
    return channel ->
        Channels.newOutputStream(channel).write(words.getBytes(StandardCharsets.UTF_8));
  }
}
