package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;

/** Asks for what a run does not offer. */
public final class NeedsRandom implements DenoiserNetwork {

  /** With a generator that nobody binds. */
  @Inject
  public NeedsRandom(Random random) {
    random.nextInt();
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    return input.z();
  }
}
