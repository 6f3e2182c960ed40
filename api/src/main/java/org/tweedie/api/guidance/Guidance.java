package org.tweedie.api.guidance;

import java.util.List;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.sampler.Sampler;

/**
 * A way to bend predictions towards a condition (Luo, arXiv 2208.11970, equations 163 to 170) or
 * towards what is known of a sample. Guidance decorates: what it returns is a model like any other,
 * which can be guided again; {@link #inOrder} makes one guidance of several. Immutable.
 *
 * <p>Most kinds implement {@link #guide(DiffusionModel)} alone. One that limits or corrects other
 * guidance needs the unguided prediction too and overrides {@link #guide(DiffusionModel,
 * DiffusionModel)}; one that must move the latents themselves overrides {@link #walk}.
 */
public interface Guidance {

  /**
   * The model under guidance. Guidance by a condition predicts examples without one as the model
   * itself does.
   */
  DiffusionModel guide(DiffusionModel model);

  /**
   * The model under guidance that comes after other guidance.
   *
   * @param model what is guided: the base, or what the guidance before this one made of it
   * @param base the model beneath all guidance. It remembers its last prediction, so that to ask it
   *     again for the latents and conditions that {@code model} has just asked it for costs nothing
   */
  default DiffusionModel guide(DiffusionModel model, DiffusionModel base) {
    return guide(model);
  }

  /**
   * Whether it is the condition that guides, so that examples without one are predicted as by the
   * model itself; false for guidance by something else, as by a measurement or another model.
   */
  default boolean guidesByCondition() {
    return true;
  }

  /**
   * Whether it tells classes apart by means of its own, so that samples of a class can be drawn
   * from a model that was trained without labels.
   */
  default boolean bringsClasses() {
    return false;
  }

  /**
   * The way that samples under this guidance are walked; by default the sampler's own. The result
   * keeps the promises of {@link Sampler}.
   */
  default Sampler walk(Sampler sampler) {
    return sampler;
  }

  /**
   * Several as one: the first is the innermost and sees the model itself, each next one what those
   * before it have made of it.
   *
   * @param members one or more, from the innermost to the outermost
   */
  static Guidance inOrder(List<Guidance> members) {
    return members.size() == 1 ? members.get(0) : new InOrder(members);
  }
}
