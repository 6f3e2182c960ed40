package org.tweedie.engine.tensor;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.GroupNormalization;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.LayerNormalization;
import org.tweedie.api.network.NetworkGraph;

/** Gives the parameters of one part a folder of their own, so that no name meets another part's. */
record PrefixedGraph(NetworkGraph graph, String prefix) implements NetworkGraph {

  @Override
  public Ops tf() {
    return graph.tf();
  }

  @Override
  public Operand<TFloat32> parameter(String name, Initializer initializer, long... shape) {
    return graph.parameter(prefix + name, initializer, shape);
  }

  @Override
  public Operand<TFloat32> dropout(Operand<TFloat32> x, double rate) {
    return graph.dropout(x, rate);
  }

  @Override
  public Operand<TFloat32> normalized(Operand<TFloat32> x, GroupNormalization how) {
    return graph.normalized(x, how);
  }

  @Override
  public Operand<TFloat32> normalized(Operand<TFloat32> x, LayerNormalization how) {
    return graph.normalized(x, how);
  }

  @Override
  public Operand<TFloat32> gelu(Operand<TFloat32> x) {
    return graph.gelu(x);
  }

  @Override
  public Operand<TFloat32> enlarged(Operand<TFloat32> x, Operand<TFloat32> kernel) {
    return graph.enlarged(x, kernel);
  }
}
