package org.tweedie.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.network.HostNetwork;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.walk.Walking;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.chain.HostModel;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.PlannedModel;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.latent.ChainAutoencoder;
import org.tweedie.engine.latent.LatentScale;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.sampling.ChainDrawer;
import org.tweedie.engine.sampling.DiffusionDrawer;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.LatentDrawer;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.engine.sampling.Seeds;
import org.tweedie.engine.tensor.LatentModel;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.Preconditioned;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainedSchedule;
import org.tweedie.engine.tensor.Weights;

/**
 * The networks of a run with weights, whatever its model is. To be closed; as thread safe as
 * networks are.
 */
public final class UsedModel implements AutoCloseable {

  private final Assembled parts;
  private final Optional<NetworkModel> graph;
  private final Optional<LatentModel> latents;

  /** The autoencoder that was trained together with the diffusion. */
  private final Optional<LatentModel> joint;

  /** The latents that are diffused, with the weights that were loaded last. */
  private Optional<LatentSpace> space;

  private final Optional<HostModel> host;

  /** The best times are measured once, by whether classes are told. */
  private final Map<Boolean, DiffusionModel> planned = new ConcurrentHashMap<>();

  /** Builds the graph; {@link #load} must follow before the model is used. */
  public UsedModel(Assembled parts, SessionSettings settings) {
    this.parts = parts;
    latents = parts.chain().map(chain -> new LatentModel(chain, settings));
    joint = parts.joint().map(autoencoder -> new LatentModel(autoencoder, settings));
    space = parts.space();
    graph =
        latents.isPresent()
            ? Optional.empty()
            : Optional.of(new NetworkModel(parts.diffused(), settings));
    host = Optional.empty();
  }

  private UsedModel(Assembled parts, HostModel host) {
    this.parts = parts;
    latents = Optional.empty();
    joint = Optional.empty();
    space = parts.space();
    graph = Optional.empty();
    this.host = Optional.of(host);
  }

  /**
   * Whether the network can be evaluated on the host, with the same bits everywhere: it says so,
   * and nothing is calculated around it in a graph.
   */
  public static boolean isForHost(Assembled parts) {
    return parts.isDiffusion()
        && !parts.isInLatents()
        && parts.assembly().network() instanceof HostNetwork
        && Preconditioned.of(parts.assembly()).isPlain(parts.data().description().shape());
  }

  /**
   * A diffusion whose network is evaluated on the host.
   *
   * @param parts of which {@link #isForHost} says that it can be
   * @param weights values by parameter name
   * @param threads in how many a batch is calculated, at most
   * @throws IllegalArgumentException if a parameter is missing or has another size
   */
  public static UsedModel onHost(Assembled parts, Map<String, float[]> weights, int threads) {
    Assembly assembly = parts.assembly();
    Preconditioned network = Preconditioned.of(assembly);
    return new UsedModel(
        parts,
        new HostModel(
            ((HostNetwork) assembly.network()).onHost(weights, network.outputs()),
            TrainedSchedule.of(assembly, weights),
            assembly.data(),
            assembly.labelDropout() == 1,
            network.predicts(),
            network.outputs(),
            threads));
  }

  /**
   * Gives the networks their weights.
   *
   * @throws IllegalArgumentException if one is missing or has another size
   */
  public void load(Map<String, float[]> weights) {
    planned.clear();
    graph.ifPresent(model -> model.load(weights));
    latents.ifPresent(model -> model.load(weights));
    joint.ifPresent(
        model -> {
          model.load(weights);
          space = Optional.of(learned(model, weights));
        });
  }

  /** Nothing scales them: their encoder knows the diffusion. */
  private LatentSpace learned(LatentModel model, Map<String, float[]> weights) {
    Set<String> names = model.parameters().keySet();
    ChainAutoencoder autoencoder =
        new ChainAutoencoder(model.chain(), "sha256 " + Weights.fingerprint(names, weights));
    return new LatentSpace(
        autoencoder, parts.data(), Optional.of(LatentScale.none(autoencoder.latent())));
  }

  /** The shape of every parameter, by name; none of a network on the host. */
  Map<String, Shape> parameters() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    graph.map(NetworkModel::parameters).ifPresent(shapes::putAll);
    latents.map(LatentModel::parameters).ifPresent(shapes::putAll);
    joint.map(LatentModel::parameters).ifPresent(shapes::putAll);
    return shapes;
  }

  /** The latents that are diffused in the place of the data; empty where these are. */
  public Optional<LatentSpace> space() {
    return space;
  }

  /**
   * The diffusion model: of the data, or of latents where these are diffused in their place.
   *
   * @throws IllegalArgumentException in words for the user, if it is a chain of latents
   */
  public DiffusionModel diffusion() {
    return graph
        .<DiffusionModel>map(model -> model)
        .or(() -> host)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "this is for diffusion models, and the run's model is a chain of latents with networks of its own"));
  }

  /**
   * The diffusion model as a sampler walks with it: one whose grid is planned finds the best times
   * in the schedule.
   *
   * @param with the sampler
   * @throws IllegalArgumentException in words for the user, if it is a chain of latents
   */
  public DiffusionModel sampled(Assembly with) {
    boolean plans =
        with.sampler() instanceof Walking walking
            && walking.walk().grid().isPlanned()
            && walking.walk().times().isEmpty();
    return plans
        ? planned.computeIfAbsent(
            !with.told().isEmpty(),
            conditional ->
                new PlannedModel(
                    diffusion(),
                    parts.diffused().data(),
                    space.map(LatentSpace::examples).orElse(parts.data()).train(),
                    conditional))
        : diffusion();
  }

  /** The chain of latents; empty of a diffusion in continuous time. */
  public Optional<LatentChain> chain() {
    return latents
        .map(LatentModel::chain)
        .or(
            () ->
                parts
                    .latents()
                    .map(
                        design ->
                            DiffusionChain.even(
                                diffusion(),
                                parts.assembly().data(),
                                design.latents().size() - 1)));
  }

  /**
   * What draws samples.
   *
   * @param with the sampler and the guidance of a diffusion
   * @param options how many are drawn side by side, and with which noise
   * @param seed what they are drawn from
   */
  public Drawer drawer(Assembly with, SampleOptions options, long seed) {
    return drawer(with, options, Seeds.of(seed));
  }

  /** The same for samples of several seeds. */
  public Drawer drawer(Assembly with, SampleOptions options, Seeds seeds) {
    return chain()
        .<Drawer>map(chain -> new ChainDrawer(chain, options.batch(), seeds))
        .orElseGet(
            () ->
                ofDiffusion(
                    with,
                    options.batch(),
                    Sampling.of(with.sampler(), with.guidance(), options, seeds)));
  }

  private Drawer ofDiffusion(Assembly with, int batch, Sampling sampling) {
    return space
        .<Drawer>map(chosen -> new LatentDrawer(chosen, sampling, sampled(with), batch))
        .orElseGet(() -> new DiffusionDrawer(sampling, sampled(with), with.data().shape()));
  }

  @Override
  public void close() {
    graph.ifPresent(NetworkModel::close);
    latents.ifPresent(LatentModel::close);
    joint.ifPresent(LatentModel::close);
  }
}
