package org.tweedie.engine.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.Weights;

/**
 * The networks of one run with the weights of one checkpoint, opened when they are first asked for:
 * to build a graph and optimise it takes a second or two. Not for several threads.
 */
public final class OpenedModels implements AutoCloseable {

  private record Wanted(ChosenWeights weights, SessionSettings settings) {}

  private final RunFolder folder;
  private final Assembled parts;
  private final PostHoc averages;
  private final Map<Wanted, UsedModel> opened = new LinkedHashMap<>();
  private OptionalLong step = OptionalLong.empty();

  /** None is open yet; the newest checkpoint is used. */
  public OpenedModels(RunFolder folder, Assembled parts, PostHoc averages) {
    this.folder = folder;
    this.parts = parts;
    this.averages = averages;
  }

  /**
   * Uses a checkpoint; closes what was opened of another one.
   *
   * @param wanted its step; empty for the newest
   */
  public void use(OptionalLong wanted) {
    close();
    step = wanted;
  }

  /**
   * The step of the checkpoint that is used, or of the snapshot where there is no such checkpoint.
   *
   * @throws RunException if there is none
   */
  public long step() throws IOException {
    List<Long> steps = folder.checkpoints().steps();
    if (steps.isEmpty()) {
      throw new RunException(folder.noCheckpoint());
    }
    long chosen = step.orElse(steps.get(steps.size() - 1));
    if (!steps.contains(chosen) && !folder.snapshots().steps().contains(chosen)) {
      throw none(chosen, steps);
    }
    return chosen;
  }

  /** The step, of which there is a checkpoint and not only a snapshot. */
  private long checkpoint() throws IOException {
    long chosen = step();
    List<Long> steps = folder.checkpoints().steps();
    if (!steps.contains(chosen)) {
      throw none(chosen, steps);
    }
    return chosen;
  }

  private RunException none(long chosen, List<Long> steps) {
    return new RunException(
        "The run in '%s' has no checkpoint of step %d. There are: %s"
            .formatted(folder, chosen, steps));
  }

  /**
   * The network.
   *
   * @param weights with which of its weights
   * @param settings how TensorFlow runs it
   * @throws RunException if there is no checkpoint
   * @throws org.tweedie.engine.config.ConfigException if it is of another network or other data
   * @throws org.tweedie.engine.file.FileFormatException if it is damaged
   */
  public UsedModel open(ChosenWeights weights, SessionSettings settings) throws IOException {
    Wanted wanted = new Wanted(weights, settings);
    UsedModel model = opened.get(wanted);
    if (model == null) {
      Checkpoint checkpoint = checkpoint(weights);
      model = TrainedModels.open(parts, folder.checkpoints(), checkpoint, weights, settings);
      opened.put(wanted, model);
    }
    return model;
  }

  /**
   * The network on the host, which takes no memory that must be given back.
   *
   * @param weights with which of its weights
   * @param threads in how many a batch is calculated, at most
   * @throws RunException if there is no checkpoint
   */
  public UsedModel onHost(ChosenWeights weights, int threads) throws IOException {
    return TrainedModels.onHost(parts, folder.checkpoints(), checkpoint(weights), weights, threads);
  }

  /** Whether the network can be evaluated there. */
  public boolean isForHost() {
    return UsedModel.isForHost(parts);
  }

  private Checkpoint checkpoint(ChosenWeights weights) throws IOException {
    return weights.width().isPresent()
        ? averages.weights(weights.width().getAsDouble(), step())
        : folder.checkpoints().read(checkpoint());
  }

  /**
   * All that is learned, by parameter name.
   *
   * @throws RunException if there is no checkpoint
   * @throws org.tweedie.engine.config.ConfigException if it is of another network or other data
   */
  public Map<String, float[]> weights(ChosenWeights weights) throws IOException {
    return TrainedModels.weights(parts, folder.checkpoints(), checkpoint(weights), weights);
  }

  /** The SHA-256 of all that the network learned, by names and values; 64 hexadecimal digits. */
  public String fingerprint(ChosenWeights weights) throws IOException {
    return Weights.fingerprint(
        parts.parameters().keySet(), TrainedModels.weights(checkpoint(weights).values(), weights));
  }

  @Override
  public void close() {
    opened.values().forEach(UsedModel::close);
    opened.clear();
  }
}
