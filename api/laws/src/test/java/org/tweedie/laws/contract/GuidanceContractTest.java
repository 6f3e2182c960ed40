package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.GuidanceIdentities;
import org.tweedie.laws.identity.Verdict;

class GuidanceContractTest {

  @FunctionalInterface
  private interface Rule {
    Prediction predict(DiffusionModel model, Batch z, double[] times, Condition condition);
  }

  private static Guidance of(Rule rule) {
    return model ->
        new DiffusionModel() {
          @Override
          public NoiseSchedule schedule() {
            return model.schedule();
          }

          @Override
          public Prediction predict(Batch z, double[] times, Condition condition) {
            return rule.predict(model, z, times, condition);
          }
        };
  }

  private static Guidance right(double scale) {
    return of(
        (model, z, times, condition) ->
            model
                .predict(z, times, Condition.none(z.count()))
                .mix(scale, model.predict(z, times, condition)));
  }

  @Nested
  class Right extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return right(3);
    }

    @Override
    protected Optional<Guidance> guidance(double scale) {
      return Optional.of(right(scale));
    }
  }

  @Test
  void guidingUnconditionalExamplesIsCaught() {
    assertCaught(
        scale ->
            of(
                (model, z, times, condition) ->
                    model
                        .predict(z, times, condition)
                        .mix(scale, model.predict(z, times, Condition.all(0, z.count())))),
        GuidanceContract::examplesWithoutConditionPassUnchanged,
        "is predicted as by the model");
  }

  @Test
  void scalesThatAreOffByOneAreCaught() {
    assertCaught(
        scale -> right(scale + 1),
        GuidanceContract::scalesZeroAndOneAreTheUnconditionalAndTheConditionalModel,
        "(Luo, equation 170) does not hold at w = 0");
  }

  /** Right at 0 and at 1, so that only the classifier tells. */
  @Test
  void scalesThatAreMixedUpAreCaught() {
    assertCaught(
        scale -> right(scale * scale),
        GuidanceContract::scoreIsThatOfGuidanceByTheExactBayesClassifier,
        "(Luo, equations 163-170) does not hold at w = ");
  }

  @Test
  void scalesThatAreSwappedAreCaught() {
    assertCaught(
        scale -> right(1 - scale),
        GuidanceContract::scalesZeroAndOneAreTheUnconditionalAndTheConditionalModel,
        "(Luo, equation 170)");
  }

  @Test
  void bothHalvesReturnedAreCaught() {
    assertCaught(
        scale ->
            of(
                (model, z, times, condition) ->
                    model.predict(z.followedBy(z), times[0], condition.followedBy(condition))),
        GuidanceContract::predictionIsForTheLatentsThatWereGiven,
        "in count, shape and order");
  }

  @Test
  void oneExamplesConditionUsedForAllIsCaught() {
    assertCaught(
        scale ->
            of(
                (model, z, times, condition) ->
                    model.predict(z, times, Condition.all(condition.label(0), z.count()))),
        GuidanceContract::predictionDoesNotDependOnTheBatch,
        "alone as among others");
  }

  /**
   * What a network's rounding explains, nothing explains of a calculation for each latent alone.
   */
  @Test
  void smallDependenceOnTheBatchIsCaughtWhereNoNetworkTakesPart() {
    Guidance slightly =
        of(
            (model, z, times, condition) ->
                model
                    .predict(z, times, Condition.none(z.count()))
                    .mix(1 + 2e-6 * z.count(), model.predict(z, times, condition)));
    assertThat(batchDoesNotMatter(slightly, false).verdict()).isEqualTo(Verdict.FAILS);
    assertThat(batchDoesNotMatter(slightly, true).verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void largeDependenceOnTheBatchIsCaughtInNetworksToo() {
    Guidance clearly =
        of(
            (model, z, times, condition) ->
                model
                    .predict(z, times, Condition.none(z.count()))
                    .mix(1 + 1e-4 * z.count(), model.predict(z, times, condition)));
    assertThat(batchDoesNotMatter(clearly, true).verdict()).isEqualTo(Verdict.FAILS);
  }

  private static Finding batchDoesNotMatter(Guidance guidance, boolean asksNetworks) {
    return new GuidanceIdentities(guidance, DataShape.point(2), asksNetworks).batchDoesNotMatter();
  }

  private static void assertCaught(
      DoubleFunction<Guidance> wrong, Consumer<GuidanceContract> test, String words) {
    GuidanceContract contract =
        new GuidanceContract() {
          @Override
          protected Guidance guidance() {
            return wrong.apply(2);
          }

          @Override
          protected Optional<Guidance> guidance(double scale) {
            return Optional.of(wrong.apply(scale));
          }
        };
    assertThatThrownBy(() -> test.accept(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(words);
  }
}
