package org.tweedie.api.guidance;

import java.util.List;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.sampler.Sampler;

/**
 * Several kinds of guidance as one; made by {@link Guidance#inOrder}. It is public so that one of
 * them can see beside which others it stands, and say that it does not go with them.
 *
 * @param members from the innermost to the outermost
 */
public record InOrder(List<Guidance> members) implements Guidance {

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if there is none
   */
  public InOrder {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("guidance in order has one or more members");
    }
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return guide(model, model);
  }

  @Override
  public DiffusionModel guide(DiffusionModel model, DiffusionModel base) {
    DiffusionModel remembering = new RememberingModel(base);
    DiffusionModel guided = model == base ? remembering : model;
    for (Guidance member : members) {
      guided = member.guide(guided, remembering);
    }
    return guided;
  }

  @Override
  public boolean guidesByCondition() {
    return members.stream().allMatch(Guidance::guidesByCondition);
  }

  @Override
  public boolean bringsClasses() {
    return members.stream().anyMatch(Guidance::bringsClasses);
  }

  @Override
  public Sampler walk(Sampler sampler) {
    Sampler walked = sampler;
    for (Guidance member : members) {
      walked = member.walk(walked);
    }
    return walked;
  }
}
