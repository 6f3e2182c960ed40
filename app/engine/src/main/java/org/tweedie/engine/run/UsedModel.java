package org.tweedie.engine.run;

import java.util.Map;
import java.util.Optional;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walking;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.PlannedModel;
import org.tweedie.engine.sampling.ChainDrawer;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.DiffusionDrawer;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.engine.tensor.LatentModel;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * The networks of a run with weights, whatever its model is. To be closed; as thread safe as
 * networks are.
 */
public final class UsedModel implements AutoCloseable {

  private final Assembled parts;
  private final Optional<NetworkModel> diffusion;
  private final Optional<LatentModel> latents;

  /** Builds the graph; {@link #load} must follow before the model is used. */
  public UsedModel(Assembled parts, SessionSettings settings) {
    this.parts = parts;
    latents = parts.chain().map(chain -> new LatentModel(chain, settings));
    diffusion =
        latents.isPresent()
            ? Optional.empty()
            : Optional.of(new NetworkModel(parts.assembly(), settings));
  }

  /**
   * Gives the networks their weights.
   *
   * @throws IllegalArgumentException if one is missing or has another size
   */
  public void load(Map<String, float[]> weights) {
    diffusion.ifPresent(model -> model.load(weights));
    latents.ifPresent(model -> model.load(weights));
  }

  /**
   * The diffusion model.
   *
   * @throws IllegalArgumentException in words for the user, if it is a chain of latents
   */
  public DiffusionModel diffusion() {
    return diffusion.orElseThrow(
        () ->
            new IllegalArgumentException(
                "this is for diffusion models, and the run's model is a chain of latents with networks of its own"));
  }

  /**
   * The diffusion model as a sampler walks with it: one whose grid is optimal finds the best times
   * in the schedule.
   *
   * @param with the sampler
   * @throws IllegalArgumentException in words for the user, if it is a chain of latents
   */
  public DiffusionModel sampled(Assembly with) {
    boolean plans =
        with.sampler() instanceof Walking walking
            && walking.walk().grid() == Grid.OPTIMAL
            && walking.walk().times().isEmpty();
    return plans
        ? new PlannedModel(
            diffusion(), with.data().shape(), parts.data().train(), !Classes.all(with).isEmpty())
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
   * @param batch how many are drawn side by side
   * @param seed what they are drawn from
   */
  public Drawer drawer(Assembly with, int batch, long seed) {
    return chain()
        .<Drawer>map(chain -> new ChainDrawer(chain, batch, seed))
        .orElseGet(
            () ->
                new DiffusionDrawer(
                    new Sampling(with.sampler(), with.guidance(), batch, seed),
                    sampled(with),
                    with.data().shape()));
  }

  @Override
  public void close() {
    diffusion.ifPresent(NetworkModel::close);
    latents.ifPresent(LatentModel::close);
  }
}
