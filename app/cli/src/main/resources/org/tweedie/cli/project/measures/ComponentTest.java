package __package__;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Reading;
import org.tweedie.laws.contract.MeasureContract;
import org.tweedie.laws.exact.MeasuredMixture;

class __Component__Test extends MeasureContract {

  @Override
  protected Measure construct() {
    return new __Component__(new __Component__.Options(5000));
  }

  /** Samples of the data's own distribution, which a shift spreads no further. */
  @Test
  void samplesOfTheDataAreSpreadLikeThem() {
    Reading reading = construct().of(new MeasuredMixture(2000, 3, 1)).get(0);
    // The data vary as much as the samples do.
    double error = Math.sqrt(2) * reading.standardError();
    assertThat(reading.value()).isCloseTo(1, within(4 * error));
  }
}
