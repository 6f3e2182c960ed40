package org.tweedie.app.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tweedie.app.file.Safetensors;
import org.tweedie.app.file.Tensor;

/**
 * All that training needs to go on from a step.
 *
 * @param step the last step taken
 * @param tensors weights, their average and the optimizer's moments, by variable name
 */
public record Checkpoint(long step, Map<String, Tensor> tensors) {

  private static final String STEP = "step";

  /** The values without their shapes. */
  public Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> values.put(name, tensor.values()));
    return values;
  }

  Safetensors file() {
    return new Safetensors(tensors, Map.of("format", "tweedie-checkpoint-1", STEP, Long.toString(step)));
  }

  static Checkpoint of(Safetensors file) {
    return new Checkpoint(Long.parseLong(file.metadata().getOrDefault(STEP, "0")), file.tensors());
  }
}
