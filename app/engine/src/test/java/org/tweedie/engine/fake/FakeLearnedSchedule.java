package org.tweedie.engine.fake;

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
  public Operand<TFloat32> first(NetworkGraph graph) {
    return graph.tf().constant(0f);
  }

  @Override
  public Operand<TFloat32> last(NetworkGraph graph) {
    return graph.tf().constant(-1f);
  }

  @Override
  public Fall fall(NetworkGraph graph, Operand<TFloat32> time) {
    return new Fall(time, graph.tf().onesLike(time));
  }

  @Override
  public NoiseSchedule frozen(Map<String, float[]> weights) {
    return t -> -t;
  }
}
