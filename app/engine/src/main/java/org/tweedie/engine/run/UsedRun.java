package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.Seeds;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * A run as what works with its model sees it: its folder, the config that it is used with, its
 * components, and its networks, which are opened when they are first asked for. Not for several
 * threads.
 *
 * @param folder where it is
 * @param config how it is used
 * @param parts its components
 * @param models its networks
 */
public record UsedRun(RunFolder folder, RunConfig config, Assembled parts, OpenedModels models) {

  /** Its folder's path. */
  public Path path() {
    return folder.path();
  }

  /** Its components, as they ask for one another. */
  public Assembly assembly() {
    return parts.assembly();
  }

  /** Its data. */
  public DataSource data() {
    return parts.data();
  }

  /** How TensorFlow runs its networks where nothing else is needed. */
  public SessionSettings session() {
    return TrainedModels.settings(config.train());
  }

  /**
   * The model that is measured: in float32, with the weights that the config evaluates.
   *
   * @throws RunException if there is no checkpoint yet
   */
  public UsedModel measured() throws IOException {
    return models.open(config.evaluate().chosenWeights(), session().inFloat32());
  }

  /**
   * The model that draws, with the weights that the config samples.
   *
   * @throws RunException if there is no checkpoint yet
   */
  public UsedModel drawing() throws IOException {
    return models.open(config.sample().chosenWeights(), session());
  }

  /**
   * What draws as the config says.
   *
   * @param seeds of the samples
   * @throws RunException if there is no checkpoint yet
   */
  public Drawer drawer(Seeds seeds) throws IOException {
    return drawing().drawer(assembly(), config.sample(), seeds);
  }

  /**
   * The model that looks at single images: in float32, with the weights that draw.
   *
   * @throws RunException if there is no checkpoint yet
   */
  public UsedModel inspected() throws IOException {
    return models.open(config.sample().chosenWeights(), session().inFloat32());
  }

  /**
   * The diffusion model that draws, as its sampler walks with it.
   *
   * @throws RunException if the model is a chain of latents, or there is no checkpoint yet
   */
  public DiffusionModel sampledDiffusion() throws IOException {
    needsDiffusion();
    return drawing().sampled(assembly());
  }

  /**
   * The diffusion model that looks at single images.
   *
   * @throws RunException if the model is a chain of latents, or there is no checkpoint yet
   */
  public DiffusionModel inspectedDiffusion() throws IOException {
    needsDiffusion();
    return inspected().diffusion();
  }

  /**
   * Refuses a chain of latents, and a diffusion of the latents of an autoencoder.
   *
   * @throws RunException if the model is one
   */
  public void needsDiffusion() {
    needsData();
    if (!parts.isDiffusion()) {
      throw new RunException(
          "This is for diffusion models, and the run in '%s' has the model '%s', a chain of latents with networks of its own."
              .formatted(folder, config.component(Kinds.MODEL).reference()));
    }
  }

  /**
   * Refuses a diffusion of the latents of an autoencoder, which knows nothing of noise in the data.
   *
   * @throws RunException if the model is one
   */
  public void needsData() {
    if (parts.isInLatents()) {
      throw new RunException(
          "This is for models of the data themselves, and the run in '%s' diffuses the latents of '%s': noise in an image, or a part of one, means nothing to it. It can be sampled and measured."
              .formatted(folder, YamlWriter.line(config.component(Kinds.LATENTS))));
    }
  }

  /**
   * A condition for samples of one class, or of none in particular.
   *
   * @param label the class, by name or by number from 0; empty for none in particular
   * @param needed what to say where the model cannot do without one
   * @throws RunException if there is no such class, or one is needed
   */
  public Condition condition(Optional<String> label, int count, String needed) {
    return condition(label, count, needed, Set.of());
  }

  /**
   * The same where more will be known than the class.
   *
   * @param added parts of the condition that are added to what this one gives
   */
  public Condition condition(
      Optional<String> label, int count, String needed, Set<ConditionPart> added) {
    assembly().told().stream()
        .filter(part -> part != ConditionPart.CLASS && assembly().dropout(part) == 0)
        .filter(part -> !added.contains(part))
        .findFirst()
        .ifPresent(
            part -> {
              throw new RunException(
                  "The model was always told the %s in training, and knows nothing of images without."
                      .formatted(part.word()));
            });
    if (label.isEmpty()) {
      if (!Classes.all(assembly()).isEmpty() && assembly().labelDropout() == 0) {
        throw new RunException(needed);
      }
      return Condition.none(count);
    }
    try {
      return Classes.of(assembly(), List.of(label.get())).inTurn(count, 1);
    } catch (IllegalArgumentException unknown) {
      throw new RunException(String.valueOf(unknown.getMessage()));
    }
  }
}
