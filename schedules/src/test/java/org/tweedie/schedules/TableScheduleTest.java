package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.schedules.TableSchedule.Options;
import org.tweedie.schedules.TableSchedule.Quantity;

class TableScheduleTest {

  @TempDir private Path folder;

  @Test
  void meetsItsValuesAtEqualSpacing() {
    NoiseSchedule schedule = table(Quantity.LOG_SNR, 9.0, 4.0, 3.5, -6.0);
    assertThat(schedule.logSnr(0)).isEqualTo(9);
    assertThat(schedule.logSnr(1.0 / 3)).isCloseTo(4, within(1e-12));
    assertThat(schedule.logSnr(2.0 / 3)).isCloseTo(3.5, within(1e-12));
    assertThat(schedule.logSnr(1)).isCloseTo(-6, within(1e-12));
  }

  @Test
  void ofTwoValuesIsTheLinearSchedule() {
    NoiseSchedule linear = new LinearSchedule(new LinearSchedule.Options(-13.3, 5));
    NoiseSchedule schedule = table(Quantity.LOG_SNR, 13.3, -5.0);
    for (double t : new double[] {0, 0.2, 0.9, 1}) {
      assertThat(schedule.logSnr(t)).isCloseTo(linear.logSnr(t), within(1e-12));
      assertThat(schedule.logSnrSlope(t)).isCloseTo(-18.3, within(1e-12));
    }
  }

  @Test
  void cubicFollowsAParabolaExactly() {
    NoiseSchedule schedule = table(Quantity.LOG_SNR, 0.0, -1.5, -5.0, -10.5, -18.0);
    for (double t : new double[] {0.03, 0.2, 0.4, 0.77, 1}) {
      assertThat(schedule.logSnr(t)).isCloseTo(-2 * t - 16 * t * t, within(1e-12));
      assertThat(schedule.logSnrSlope(t)).isCloseTo(-2 - 32 * t, within(1e-11));
    }
  }

  @Test
  void alphaBarsAreSquaredAlphas() {
    NoiseSchedule schedule = table(Quantity.ALPHA_BAR, 0.9999, 0.4, 1e-9);
    assertThat(Math.pow(schedule.at(0).alpha(), 2)).isCloseTo(0.9999, within(1e-12));
    assertThat(Math.pow(schedule.at(0.5).alpha(), 2)).isCloseTo(0.4, within(1e-12));
    assertThat(Math.pow(schedule.at(1).alpha(), 2)).isCloseTo(1e-9, within(1e-20));
  }

  @Test
  void betasAreTheStepsOfAChain() {
    NoiseSchedule linear =
        new BetaLinearSchedule(new BetaLinearSchedule.Options(new Betas(1e-3, 0.3, 20, false)));
    Double[] betas = new Double[20];
    double[] spaced = Betas.spaced(1e-3, 0.3, 20);
    Arrays.setAll(betas, i -> spaced[i]);
    NoiseSchedule schedule = table(Quantity.BETA, betas);
    assertThat(schedule.timesteps()).isEqualTo(20);
    for (double t : new double[] {0, 0.001, 0.05, 0.33, 1}) {
      assertThat(schedule.at(t)).isEqualTo(linear.at(t));
    }
    assertThat(schedule.at(0.1).alpha())
        .isCloseTo(Math.sqrt((1 - spaced[0]) * (1 - spaced[1])), within(1e-12));
    assertThat(table(Quantity.LOG_SNR, 1.0, 0.0).timesteps()).isZero();
  }

  @Test
  void filesHoldTheSameNumbers() throws IOException {
    Path file = folder.resolve("levels.txt");
    Files.writeString(file, "# from elsewhere\n12, 5 4.5 # three\n\n1.0\n-9e0\n");
    NoiseSchedule read =
        new TableSchedule(new Options(Quantity.LOG_SNR, List.of(), file.toString()));
    NoiseSchedule listed = table(Quantity.LOG_SNR, 12.0, 5.0, 4.5, 1.0, -9.0);
    for (double t = 0; t <= 1; t += 0.0625) {
      assertThat(read.at(t)).isEqualTo(listed.at(t));
    }
  }

  @Test
  void whatIsNoTableIsRefusedInASentence() throws IOException {
    refused("a table needs two values or more", () -> table(Quantity.LOG_SNR, 1.0));
    refused(
        "values must fall strictly, for noise grows with time, but value 3 is 2.0 after 1.0",
        () -> table(Quantity.LOG_SNR, 3.0, 1.0, 2.0));
    refused(
        "value 2, 0.0, is out of range: an alpha-bar lies between 0 and 1, both excluded",
        () -> table(Quantity.ALPHA_BAR, 0.5, 0.0));
    refused(
        "value 2, 1.0, is out of range: a beta lies between 0 and 1, both excluded",
        () -> table(Quantity.BETA, 0.5, 1.0));
    refused(
        "value 1, Infinity, is out of range: a log SNR is a finite number",
        () -> table(Quantity.LOG_SNR, Double.POSITIVE_INFINITY, 0.0));
    refused(
        "give either values or file, and not both",
        () -> new Options(Quantity.LOG_SNR, List.of(), ""));
    refused(
        "give either values or file, and not both",
        () -> new Options(Quantity.LOG_SNR, List.of(2.0, 1.0), "x"));
    Path missing = folder.resolve("missing");
    refused("there is no file " + missing, () -> file(missing));
    Path wrong = Files.writeString(folder.resolve("wrong"), "3 2\none\n");
    refused(wrong + ":2: 'one' is not a number", () -> file(wrong));
  }

  private static void refused(String message, Runnable table) {
    assertThatIllegalArgumentException().isThrownBy(table::run).withMessage(message);
  }

  private static void file(Path file) {
    NoiseSchedule made =
        new TableSchedule(new Options(Quantity.LOG_SNR, List.of(), file.toString()));
    throw new AssertionError(file + " was taken for " + made);
  }

  private static NoiseSchedule table(Quantity quantity, Double... values) {
    return new TableSchedule(new Options(quantity, List.of(values), ""));
  }
}
