package org.tweedie.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.data.DataWithoutExamples;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.tensor.LatentGraph;
import org.tweedie.engine.tensor.LatentParts;
import org.tweedie.engine.tensor.Weights;

/**
 * A run's components, made and found to go together. To close it closes the networks of other runs
 * that its guidance may have opened; one whose guidance opens none needs no closing.
 *
 * @param assembly the components
 * @param data the data
 * @param components the same components by their kinds, and all others
 * @param latents the chain of latents that is learned; empty of a diffusion
 * @param others what was opened of other runs
 * @param space the latents of a frozen autoencoder that are diffused in the place of the data;
 *     empty where these are, or where the latents are learned too
 * @param learned the latents that are learned together with a diffusion of them
 */
public record Assembled(
    Assembly assembly,
    DataSource data,
    MadeComponents components,
    Optional<LatentDesign> latents,
    OtherRuns others,
    Optional<LatentSpace> space,
    Optional<LatentDesign> learned)
    implements AutoCloseable {

  /**
   * The networks of a chain of latents; empty of a diffusion, and of a chain that is one: its
   * network is the assembly's.
   */
  public Optional<LatentParts> chain() {
    return latents
        .filter(design -> !design.isDiffusion())
        .map(
            design ->
                parts(
                    design,
                    components.all(Kinds.SCHEDULE).stream().findFirst(),
                    components.all(Kinds.NETWORK).stream().findFirst()));
  }

  /** The autoencoder that is learned together with a diffusion of its latents. */
  public Optional<LatentParts> joint() {
    return learned.map(design -> parts(design, Optional.empty(), Optional.empty()));
  }

  private LatentParts parts(
      LatentDesign design, Optional<NoiseSchedule> schedule, Optional<DenoiserNetwork> network) {
    return new LatentParts(
        assembly.data(),
        design,
        components.all(Kinds.ENCODER).stream().findFirst(),
        components.all(Kinds.DECODER).stream().findFirst(),
        schedule,
        network);
  }

  /** The shape of the latents that are diffused; empty where the data themselves are. */
  private Optional<DataShape> latent() {
    return space.map(LatentSpace::latent).or(() -> learned.map(design -> design.latents().get(0)));
  }

  /** Whether latents are diffused in the place of the data. */
  public boolean isInLatents() {
    return latent().isPresent();
  }

  /**
   * The components as the network and what trains it see them: of latents in the place of the data,
   * where these are diffused.
   */
  public Assembly diffused() {
    return seen(SeenSpace.LATENTS);
  }

  /**
   * The same as what walks from noise sees them: a latent that is a map is a point to it, which has
   * no bounds.
   */
  public Assembly walked() {
    return seen(SeenSpace.POINTS);
  }

  /** The components as those of a kind are told of them. */
  Assembly seen(SeenSpace by) {
    if (!isInLatents()) {
      return assembly;
    }
    return new Assembly(
        by.of(data.description(), latent()),
        assembly.schedule(),
        assembly.learnedSchedule(),
        assembly.network(),
        assembly.preconditioning(),
        assembly.objective(),
        assembly.times(),
        assembly.sampler(),
        assembly.guidance(),
        assembly.labelDropout(),
        assembly.conditioning());
  }

  /**
   * What is diffused: the examples, or their latents, which are encoded when the first is read.
   * Where the latents are learned too, the examples.
   */
  public DataSource diffusedData() {
    return space.map(LatentSpace::examples).orElse(data);
  }

  /** Whether the data have examples: those of a model that came without its data have none. */
  public boolean hasExamples() {
    return CheckedData.hasExamples(data);
  }

  /**
   * Refuses what takes examples, where there are none.
   *
   * @throws RunException in words for the user
   */
  public void needsExamples() {
    if (!hasExamples()) {
      throw new RunException(DataWithoutExamples.NONE);
    }
  }

  /** A digest of the data; where there are no examples, of what they are like. */
  public String fingerprint() {
    return CheckedData.fingerprint(data);
  }

  /** The shape of every parameter, by name; builds a graph and throws it away. */
  public Map<String, Shape> parameters() {
    if (chain().isPresent()) {
      return LatentGraph.parameters(chain().get());
    }
    Map<String, Shape> shapes = new LinkedHashMap<>(Weights.shapes(diffused()));
    joint().map(LatentGraph::parameters).ifPresent(shapes::putAll);
    return shapes;
  }

  /** How many numbers are learned. */
  public long parameterCount() {
    return parameters().values().stream().mapToLong(Shape::size).sum();
  }

  /** Whether the model is a diffusion, in continuous time or of so many steps. */
  public boolean isDiffusion() {
    return chain().isEmpty();
  }

  /** Whether guidance asks the networks of other runs. */
  public boolean asksOtherNetworks() {
    return !others.isEmpty();
  }

  /**
   * What the components read of files beside the data, by what they have an effect on: in words
   * what, with a hash of its content.
   */
  public Map<Kind.Stage, Map<String, String>> filesRead() {
    return Map.copyOf(others.read());
  }

  @Override
  public void close() {
    others.close();
  }
}
