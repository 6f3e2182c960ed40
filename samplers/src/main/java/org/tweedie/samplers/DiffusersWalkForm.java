package org.tweedie.samplers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.interchange.ForeignDescription;
import org.tweedie.api.interchange.ForeignForm;
import org.tweedie.api.walk.Grid;

/** At which times, and with which limits, a scheduler of diffusers walks. */
public final class DiffusersWalkForm implements ForeignForm {

  /** The schedulers that clip where their config does not say whether. */
  private static final Set<String> CLIPPING =
      Set.of("DDPMScheduler", "DDIMScheduler", "DDPMParallelScheduler", "DDIMParallelScheduler");

  private static final Map<String, Grid> GRIDS =
      Map.of("leading", Grid.LEADING, "trailing", Grid.TRAILING, "linspace", Grid.UNIFORM);

  @Override
  public String format() {
    return "diffusers";
  }

  @Override
  public boolean describes(ForeignDescription description) {
    return true;
  }

  @Override
  public Map<String, Object> options(ForeignDescription said, DataDescription data) {
    Map<String, Object> options = new LinkedHashMap<>();
    boolean byDefault = CLIPPING.contains(said.text("_class_name", "DDPMScheduler"));
    options.put("clip", said.flag("clip_sample", byDefault) || said.flag("thresholding", false));
    options.put("grid", GRIDS.getOrDefault(said.text("timestep_spacing", "leading"), Grid.LEADING));
    return options;
  }
}
