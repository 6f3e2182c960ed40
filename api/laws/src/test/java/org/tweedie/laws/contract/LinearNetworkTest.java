package org.tweedie.laws.contract;

import java.util.List;
import org.tensorflow.op.Ops;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;

/** The contract on about the smallest network that keeps it. */
class LinearNetworkTest extends NetworkContract {

  @Override
  protected DenoiserNetwork network() {
    return (graph, input) -> {
      Ops tf = graph.tf();
      var limited =
          tf.math.minimum(tf.math.maximum(input.logSnr(), tf.constant(-20f)), tf.constant(20f));
      var slope = graph.parameter("slope", Initializer.ones(), 1, 2);
      var classes = graph.parameter("classes", Initializer.normal(1), 3, 2);
      var shift = tf.gather(classes, input.label(), tf.constant(0));
      var scale = tf.math.mul(tf.reshape(limited, tf.constant(new int[] {-1, 1})), slope);
      var one = tf.math.add(tf.math.mul(input.z(), scale), shift);
      return input.outputs() == 1
          ? one
          : tf.concat(List.of(one, tf.math.square(one)), tf.constant(1));
    };
  }

  @Override
  protected DataDescription data() {
    return DataDescription.of(DataShape.point(2)).withClasses(List.of("one", "two"));
  }
}
