package org.tweedie.engine.likelihood;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.tweedie.api.data.DataSource;
import org.tweedie.engine.file.CheckedJson;
import org.tweedie.engine.problem.RunException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What examples' likelihoods are put together of, batch by batch, where several processes measure:
 * each keeps the values of single examples of the batches that begin among its examples, and one
 * puts all together in the order of the examples, as it would have calculated them. So sums do not
 * depend on who calculated what, to the last bit: JSON holds doubles exactly. Used by one thread.
 */
public final class SharedBatches {

  private static final JsonMapper JSON = new JsonMapper();

  /** Batches are {@code likelihood/first example}. */
  private final Map<String, JsonNode> batches = new LinkedHashMap<>();

  private final boolean gathers;
  private final int from;
  private final int to;
  private int likelihood;

  private SharedBatches(boolean gathers, int from, int to) {
    this.gathers = gathers;
    this.from = from;
    this.to = to;
  }

  /** What one process keeps: batches whose first example is one of these. */
  public static SharedBatches from(int from, int to) {
    return new SharedBatches(false, from, to);
  }

  /**
   * What several processes kept.
   *
   * @param files that {@link #write} wrote
   * @throws RunException if one is damaged
   */
  public static SharedBatches read(List<Path> files) {
    SharedBatches all = new SharedBatches(true, 0, 0);
    for (Path file : files) {
      ObjectNode read =
          CheckedJson.read(
              file,
              fault ->
                  new RunException(
                      "%s is damaged: %s. Please delete it; the same command makes it again."
                          .formatted(file, fault)));
      read.path("batches").properties().forEach(it -> all.batches.put(it.getKey(), it.getValue()));
    }
    return all;
  }

  /** Writes what was kept, whole or not at all. */
  public void write(Path file) throws IOException {
    ObjectNode object = JSON.createObjectNode();
    object.set("batches", JSON.valueToTree(batches));
    CheckedJson.write(object, file);
  }

  /**
   * The data as a likelihood sees them that is shared; the same likelihoods are shared in the same
   * order by all.
   */
  public DataSource of(DataSource data) {
    likelihood++;
    return new SharedData(data, this);
  }

  /** Whether it is to be put together of what others kept, and not to be kept. */
  boolean gathers() {
    return gathers;
  }

  /** That all of it is kept which is to be: no report can be made of it. */
  public static final class Kept extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Kept() {
      super("kept", null, false, false);
    }
  }

  /**
   * The values of a batch after the other.
   *
   * @param count examples in all
   * @param measure gives those of the batch that begins with an example
   * @param type of the values
   * @throws Kept if they are kept
   */
  <T> void map(
      int count,
      int batchSize,
      IntFunction<T> measure,
      TypeReference<T> type,
      List<T> into,
      IntConsumer progress) {
    for (int first = 0; first < count; first += batchSize) {
      String name = likelihood + "/" + first;
      if (gathers) {
        into.add(found(name, type));
        progress.accept(Math.min(count, first + batchSize));
      } else if (first >= from && first < to) {
        batches.put(name, JSON.valueToTree(measure.apply(first)));
        progress.accept(Math.min(count, first + batchSize));
      }
    }
    if (!gathers) {
      throw new Kept();
    }
  }

  private <T> T found(String name, TypeReference<T> type) {
    try {
      JsonNode node = batches.get(name);
      if (node != null) {
        return JSON.treeToValue(node, type);
      }
    } catch (JacksonException other) {
      throw new RunException(
          "The values of batch %s are not as they should be: %s"
              .formatted(name, other.getMessage()));
    }
    throw new RunException("The values of batch %s were measured by nobody.".formatted(name));
  }
}
