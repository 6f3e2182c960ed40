package org.tweedie.engine.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.tensor.FrozenNetwork;
import org.tweedie.engine.tensor.FrozenNetwork.Port;
import tools.jackson.databind.json.JsonMapper;

/**
 * What whoever uses an exported network must know of it.
 *
 * @param run whose network
 * @param format of its file
 * @param step of its training
 * @param weights which of its weights
 */
record ModelCard(UsedRun run, ExportFormat format, long step, String weights) {

  /** The name of its file. */
  static final String FILE = "model.json";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Steps of the schedule's table. */
  private static final int STEPS = 1000;

  /** The same in a few texts, for formats that have room for them. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("tweedie.step", Long.toString(step));
    texts.put("tweedie.weights", weights);
    texts.put("tweedie.predicts", predicts());
    texts.put("tweedie.shape", run.assembly().data().shape().toString());
    return texts;
  }

  private String predicts() {
    return run.parts().isDiffusion()
        ? run.assembly().objective().predicts().name().toLowerCase(Locale.ROOT)
        : "latents";
  }

  /** The file of a network whose graph is not exported. */
  String json(NoiseSchedule schedule) {
    return json(schedule, List.of(), List.of());
  }

  /** The file of a network with its graph. */
  String json(NoiseSchedule schedule, FrozenNetwork network) {
    return json(schedule, network.inputs(), network.outputs());
  }

  private String json(NoiseSchedule schedule, List<Port> inputs, List<Port> outputs) {
    DataDescription data = run.assembly().data();
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("format", "tweedie-export-1");
    card.put("file", format.fileName());
    card.put("step", step);
    card.put("weights", weights);
    card.put("predicts", predicts());
    card.put("shape", data.shape().dimensions());
    data.levels().ifPresent(levels -> card.put("levels", levels.count()));
    card.put("classes", data.classes());
    if (!inputs.isEmpty()) {
      card.put("inputs", inputs.stream().map(ModelCard::described).toList());
      card.put("outputs", outputs.stream().map(ModelCard::described).toList());
    }
    if (run.parts().isDiffusion()) {
      card.put("schedule", table(schedule));
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(card) + "\n";
  }

  private static Map<String, Object> described(Port port) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", port.name());
    described.put("type", port.type().name().substring("DT_".length()).toLowerCase(Locale.ROOT));
    described.put(
        "shape",
        Arrays.stream(port.shape().asArray())
            .mapToObj(size -> size < 0 ? "batch" : (Object) size)
            .toList());
    described.put("what", port.what());
    return described;
  }

  /** The schedule at times from 0, the data, to 1, the noise. */
  private static Map<String, double[]> table(NoiseSchedule schedule) {
    double[] times = new double[STEPS + 1];
    Arrays.setAll(times, i -> (double) i / STEPS);
    NoiseLevel[] levels = Arrays.stream(times).mapToObj(schedule::at).toArray(NoiseLevel[]::new);
    Map<String, double[]> table = new LinkedHashMap<>();
    table.put("time", times);
    table.put(
        "log_snr",
        Arrays.stream(levels)
            .mapToDouble(level -> GraphLevel.boundedLogSnr(level.logSnr()))
            .toArray());
    table.put("alpha", Arrays.stream(levels).mapToDouble(NoiseLevel::alpha).toArray());
    table.put("sigma", Arrays.stream(levels).mapToDouble(NoiseLevel::sigma).toArray());
    return table;
  }

  /** What was exported. */
  String sentence(Map<String, float[]> parameters) {
    return String.format(
        Locale.ROOT,
        "Exported the %s weights of step %d, %,d numbers, as %s.",
        weights,
        step,
        parameters.values().stream().mapToLong(values -> values.length).sum(),
        format.fileName());
  }
}
