package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;

/** Wants label dropout. */
@Description("wants label dropout")
public final class PickyGuidance implements Guidance, Selective {

  /**
   * Options.
   *
   * @param scale how much
   */
  public record Options(@Description("how much guidance") @Default("1") double scale) {}

  private final double scale;

  /** With options. */
  @Inject
  public PickyGuidance(Options options) {
    scale = options.scale();
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return model;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return assembly.labelDropout() == 0
        ? List.of("Guidance needs label dropout in training. Please set train.label-dropout.")
        : List.of();
  }

  @Override
  public String toString() {
    return "scale " + scale;
  }
}
