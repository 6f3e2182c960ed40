package org.tweedie.samplers;

import java.util.List;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Selective;

/**
 * A sampler that works with z/alpha, or with the noise as the unknown that it extrapolates: not
 * defined where a schedule ends in pure noise, since alpha is 0 there.
 */
interface NeedsSignal extends Selective {

  @Override
  default List<String> objections(Assembly assembly) {
    return assembly.schedule().at(1).alpha() > 0
        ? List.of()
        : List.of(
            "This sampler divides by alpha, and the schedule has alpha 0 at time 1. Take a schedule"
                + " with a finite log SNR at time 1, or one of the samplers ancestral, ddim, euler,"
                + " dpm-solver-pp, unipc and ode.");
  }
}
