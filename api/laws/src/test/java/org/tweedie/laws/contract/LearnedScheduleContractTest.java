package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;

/** That right learned schedules pass their contract, and wrong ones are named by it. */
class LearnedScheduleContractTest {

  /** Share {@code (t + a t^2) / (1 + a)} with a = p^2: right but for what a test overrides. */
  private static class Parabola implements LearnedSchedule {

    @Override
    public Operand<TFloat32> first(NetworkGraph graph) {
      return graph.tf().math.add(graph.tf().constant(6f), end(graph));
    }

    @Override
    public Operand<TFloat32> last(NetworkGraph graph) {
      return graph.tf().math.sub(graph.tf().constant(-4f), end(graph));
    }

    static Operand<TFloat32> end(NetworkGraph graph) {
      return graph.tf().math.square(scalar(graph, "end"));
    }

    static Operand<TFloat32> scalar(NetworkGraph graph, String name) {
      return graph
          .tf()
          .reshape(graph.parameter(name, Initializer.zeros(), 1), graph.tf().constant(new int[0]));
    }

    Operand<TFloat32> bend(NetworkGraph graph) {
      return graph.tf().math.square(scalar(graph, "bend"));
    }

    @Override
    public Fall fall(NetworkGraph graph, Operand<TFloat32> time) {
      Ops tf = graph.tf();
      Operand<TFloat32> a = bend(graph);
      Operand<TFloat32> whole = whole(tf, a);
      Operand<TFloat32> share = tf.math.add(time, tf.math.mul(a, tf.math.square(time)));
      Operand<TFloat32> one = tf.constant(1f);
      Operand<TFloat32> slope =
          tf.math.add(one, tf.math.mul(tf.math.mul(tf.constant(2f), a), time));
      return new Fall(tf.math.div(share, whole), tf.math.div(slope, whole));
    }

    Operand<TFloat32> whole(Ops tf, Operand<TFloat32> a) {
      return tf.math.add(tf.constant(1f), a);
    }

    @Override
    public NoiseSchedule frozen(Map<String, float[]> weights) {
      double end = Math.pow(weights.get("end")[0], 2);
      double a = Math.pow(weights.get("bend")[0], 2);
      return frozen(6 + end, -4 - end, a);
    }

    NoiseSchedule frozen(double first, double last, double a) {
      return t -> first + (t + a * t * t) / (1 + a) * (last - first);
    }
  }

  @Nested
  class Right extends LearnedScheduleContract {
    @Override
    protected LearnedSchedule schedule() {
      return new Parabola();
    }
  }

  private static void caught(
      LearnedSchedule wrong, Consumer<LearnedScheduleContract> test, String words) {
    LearnedScheduleContract contract =
        new LearnedScheduleContract() {
          @Override
          protected LearnedSchedule schedule() {
            return wrong;
          }
        };
    assertThatThrownBy(() -> test.accept(contract))
        .isInstanceOf(AssertionError.class)
        .satisfies(thrown -> assertThat(thrown.getMessage()).contains(words, "does not hold"));
  }

  /** As in the paper's released code, whose ends drift with the curve. */
  @Test
  void endsThatAreNotPinnedAreCaught() {
    caught(
        new Parabola() {
          @Override
          Operand<TFloat32> whole(Ops tf, Operand<TFloat32> a) {
            return tf.constant(1f);
          }
        },
        LearnedScheduleContract::goesFromItsFirstValueToItsLast,
        "from one learned end to the other, a lower one' (Kingma et al., arXiv 2107.00630");
  }

  @Test
  void curvesThatTurnAreCaught() {
    caught(
        new Parabola() {
          @Override
          Operand<TFloat32> bend(NetworkGraph graph) {
            return graph.tf().math.sub(super.bend(graph), graph.tf().constant(0.9f));
          }
        },
        LearnedScheduleContract::fallsStrictlyWhateverTheWeights,
        "the log SNR falls strictly in time' (Kingma et al., arXiv 2107.00630, appendix H)");
  }

  @Test
  void anotherScheduleOnceItIsFrozenIsCaught() {
    caught(
        new Parabola() {
          @Override
          NoiseSchedule frozen(double first, double last, double a) {
            return super.frozen(first, last, 2 * a);
          }
        },
        LearnedScheduleContract::isTheSameFrozenAndInAGraph,
        "it is the schedule that was trained in the graph'");
  }

  @Test
  void aFrozenScheduleThatIsNoNumberIsCaught() {
    caught(
        new Parabola() {
          @Override
          NoiseSchedule frozen(double first, double last, double a) {
            return t -> t == 0 ? Double.NaN : super.frozen(first, last, a).logSnr(t);
          }
        },
        LearnedScheduleContract::nothingIsNotANumberWhateverTheWeights,
        "alpha, sigma, log SNR and slope are finite'");
  }

  @Test
  void aWeightOfEndsAndCurveIsCaught() {
    caught(
        new Parabola() {
          @Override
          Operand<TFloat32> bend(NetworkGraph graph) {
            return end(graph);
          }
        },
        LearnedScheduleContract::endsAndCurveHaveNoParameterInCommon,
        "no weight, found [end]");
  }
}
