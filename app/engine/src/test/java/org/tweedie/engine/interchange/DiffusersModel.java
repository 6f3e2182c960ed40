package org.tweedie.engine.interchange;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the models of the tests, which models.py made, with what diffusers finds of it.
 *
 * @param folder where it lies
 */
record DiffusersModel(Path folder) {

  private static final DataShape SHAPE = DataShape.image(8, 8, 1);

  /** The tests' own. */
  static DiffusersModel named(String name) {
    try {
      return new DiffusersModel(
          Path.of(Objects.requireNonNull(DiffusersModel.class.getResource(name), name).toURI()));
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  Path config() {
    return folder.resolve("unet").resolve("config.json");
  }

  Path scheduler() {
    return folder.resolve("scheduler").resolve("scheduler_config.json");
  }

  Path weights() {
    return folder.resolve("unet").resolve("diffusion_pytorch_model.safetensors");
  }

  Safetensors reference() throws IOException {
    return Safetensors.read(folder.resolve("reference.safetensors"));
  }

  /** A copy that can be changed. */
  DiffusersModel copy(Path into) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.toList()) {
        Path place = into.resolve(folder.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(place);
        } else {
          Files.copy(one, place);
        }
      }
    }
    return new DiffusersModel(into);
  }

  /** Changes what one of the JSON files says. */
  static void change(Path file, Map<String, @Nullable Object> changes) throws IOException {
    Map<String, @Nullable Object> said = new LinkedHashMap<>(DiffusersFiles.said(file));
    said.putAll(changes);
    Files.writeString(file, JsonMapper.shared().writeValueAsString(said));
  }

  /** Changes the tensors. */
  void change(Consumer<Map<String, Tensor>> changes) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(weights()).tensors());
    changes.accept(tensors);
    new Safetensors(tensors, Map.of()).write(weights());
  }

  /** Images of the reference. */
  static Batch images(Safetensors reference, String name) {
    return Batch.of(SHAPE, values(reference, name));
  }

  static float[] values(Safetensors reference, String name) {
    return Objects.requireNonNull(reference.tensors().get(name), name).values();
  }

  /** The classes of the reference; the eleventh is the unknown one. */
  static Condition classes(Safetensors reference, int count) {
    if (!reference.tensors().containsKey("labels")) {
      return Condition.none(count);
    }
    float[] labels = values(reference, "labels");
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = labels[i] == 10 ? Condition.NONE : (int) labels[i];
    }
    return Condition.labels(classes);
  }

  /** The largest difference of two batches. */
  static double apart(Batch one, Batch other) {
    double apart = 0;
    for (int i = 0; i < one.values().length; i++) {
      apart = Math.max(apart, Math.abs(one.values()[i] - other.values()[i]));
    }
    return apart;
  }

  static List<String> all() {
    return List.of("unconditional", "conditional", "fourier", "numbered", "listed");
  }
}
