package org.tweedie.engine.interchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.JsonFault;
import org.tweedie.engine.file.PickleFile;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.WholeFile;
import org.tweedie.engine.problem.RunException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model as diffusers keeps it: a folder with unet/ and scheduler/, or the folder of the network
 * with the scheduler's config in it or beside it.
 *
 * @param network the network's config.json
 * @param scheduler the scheduler_config.json
 * @param weights the network's tensors
 */
record DiffusersFiles(Path network, Path scheduler, Path weights) {

  static final String FORMAT = "diffusers";
  static final String CONFIG = "config.json";
  static final String SCHEDULER = "scheduler_config.json";
  static final String WEIGHTS = "diffusion_pytorch_model.safetensors";
  static final String INDEX = "model_index.json";
  static final String UNET = "unet";
  static final String SCHEDULERS = "scheduler";

  private static final String PICKLE = "diffusion_pytorch_model.bin";
  private static final String PARTS = WEIGHTS + ".index.json";

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Finds the files.
   *
   * @throws RunException if the folder holds no such model
   */
  static DiffusersFiles in(Path folder) {
    PickleFile.refusal(folder)
        .ifPresent(
            words -> {
              throw new RunException(words);
            });
    if (!Files.isDirectory(folder)) {
      throw new RunException(
          Files.exists(folder)
              ? "'%s' is a file. Name the folder of a model, which holds %s/%s and %s/%s."
                  .formatted(folder, UNET, CONFIG, SCHEDULERS, SCHEDULER)
              : "There is no folder '%s'.".formatted(folder));
    }
    Path network =
        first(folder.resolve(UNET).resolve(CONFIG), folder.resolve(CONFIG))
            .orElseThrow(
                () ->
                    new RunException(
                        "There is no model of diffusers in '%s': neither %s/%s nor %s is there."
                            .formatted(folder, UNET, CONFIG, CONFIG)));
    Path of = Objects.requireNonNull(network.getParent(), "in the folder");
    Path beside = Objects.requireNonNull(of.toAbsolutePath().normalize().getParent(), "a folder's");
    Path scheduler =
        first(
                folder.resolve(SCHEDULERS).resolve(SCHEDULER),
                folder.resolve(SCHEDULER),
                beside.resolve(SCHEDULERS).resolve(SCHEDULER))
            .orElseThrow(
                () ->
                    new RunException(
                        "There is no %s in '%s' or '%s', so nobody knows how much noise the model's steps have. Please put it there, as the scheduler's save_pretrained writes it."
                            .formatted(SCHEDULER, folder.resolve(SCHEDULERS), folder)));
    return new DiffusersFiles(network, scheduler, weights(of));
  }

  private static Path weights(Path folder) {
    Path weights = folder.resolve(WEIGHTS);
    if (Files.isRegularFile(weights)) {
      return weights;
    }
    if (Files.exists(folder.resolve(PARTS))) {
      throw new RunException(
          "The weights in '%s' are cut into several files. Save them as one in Python: model.save_pretrained(folder, max_shard_size='100GB')."
              .formatted(folder));
    }
    if (Files.exists(folder.resolve(PICKLE))) {
      throw new RunException(
          "%s is a pickle of Python, and to read one is to run the code in it: such files are not opened. Where you trust it, save its weights in Python: UNet2DModel.from_pretrained(folder).save_pretrained(folder, safe_serialization=True)."
              .formatted(folder.resolve(PICKLE)));
    }
    throw new RunException("There is no %s in '%s'.".formatted(WEIGHTS, folder));
  }

  private static Optional<Path> first(Path... candidates) {
    return List.of(candidates).stream().filter(Files::isRegularFile).findFirst();
  }

  /**
   * What one of the JSON files says.
   *
   * @throws FileFormatException if it is no JSON object
   */
  static Map<String, @Nullable Object> said(Path file) throws IOException {
    try {
      Map<String, @Nullable Object> said =
          JSON.readValue(
              WholeFile.read(file),
              new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
      if (said != null) {
        return said;
      }
    } catch (JacksonException broken) {
      throw new FileFormatException(
          "%s is damaged: %s.".formatted(file, JsonFault.words(broken)), broken);
    }
    throw new FileFormatException("%s is damaged: it says nothing.".formatted(file));
  }

  /**
   * The tensors; those of 16 bits are widened.
   *
   * @throws FileFormatException if the file is damaged, or holds other numbers than floats
   */
  Safetensors tensors() throws IOException {
    try {
      return Safetensors.readWidened(weights);
    } catch (NoSuchFileException gone) {
      throw new RunException("There is no %s any more.".formatted(weights));
    }
  }
}
