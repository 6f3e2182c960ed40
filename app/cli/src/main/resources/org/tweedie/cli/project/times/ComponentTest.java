package __package__;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.laws.contract.TimeDistributionContract;

class __Component__Test extends TimeDistributionContract {

  @Override
  protected TimeDistribution times() {
    return new __Component__(new __Component__.Options(0.5));
  }

  /** The mean of even times is 1/2, that of the earlier of two 1/3. */
  @Test
  void aShareOfTheTimesIsTheEarlierOfTwo() {
    int count = 100_000;
    double[] times = times().draw(count, new SplittableRandom(1), LossHistory.EMPTY).times();
    // The standard error is at most 0.29 / sqrt(count), below 0.001.
    assertThat(Arrays.stream(times).average().orElseThrow())
        .isCloseTo(0.5 * 1 / 2 + 0.5 * 1 / 3, within(0.004));
  }
}
