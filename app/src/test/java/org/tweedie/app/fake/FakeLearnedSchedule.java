package org.tweedie.app.fake;

import jakarta.inject.Inject;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;

/** A schedule that is trained. */
@Description("a schedule that is trained with the network")
public final class FakeLearnedSchedule implements LearnedSchedule {

  /** Without options. */
  @Inject
  public FakeLearnedSchedule() {}

  @Override
  public Operand<TFloat32> logSnr(NetworkGraph graph, Operand<TFloat32> time) {
    return graph.tf().math.neg(time);
  }

  @Override
  public NoiseSchedule frozen(Map<String, float[]> weights) {
    return t -> -t;
  }
}
