package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.plugin.DefaultOptions;

class OptionsTest {

  private static final Map<ZeroTerminalSchedule.Base, Class<? extends Record>> OPTIONS =
      Map.of(
          ZeroTerminalSchedule.Base.LINEAR, LinearSchedule.Options.class,
          ZeroTerminalSchedule.Base.COSINE, CosineSchedule.Options.class,
          ZeroTerminalSchedule.Base.SIGMOID, SigmoidSchedule.Options.class,
          ZeroTerminalSchedule.Base.BETA_LINEAR, BetaLinearSchedule.Options.class,
          ZeroTerminalSchedule.Base.SCALED_LINEAR, ScaledLinearSchedule.Options.class);

  @Test
  void endsInTheWrongOrderAreRefusedInASentence() {
    refused(
        "sigma-min must be below sigma-max, for noise grows with time, but they are 3.0 and 2.0",
        () -> new EdmSchedule.Options(3, 2, 7));
    refused(
        "sigma-min must be below sigma-max, for noise grows with time, but they are 3.0 and 2.0",
        () -> new GeometricSchedule.Options(3, 2));
    refused(
        "beta-last must be at least beta-first, for steps grow with the noise, but they are 0.1"
            + " and 0.2",
        () -> new Betas(0.2, 0.1, 10, false));
    refused(
        "beta-max must be at least beta-min, but they are 1.0 and 2.0",
        () -> new SubVpSchedule.Options(2, 1));
    refused(
        "start must be below end, but they are 3.0 and -3.0",
        () -> new SigmoidSchedule.Options(3, -3, 1, 13.3, -13.3));
    refused(
        "log-snr-min must be below log-snr-max, for noise grows with time, but they are 5.0 and"
            + " 2.0",
        () -> new SigmoidSchedule.Options(-3, 3, 1, 2, 5));
  }

  /** Zero-terminal builds its bases with numbers of its own, which must be those of the options. */
  @ParameterizedTest
  @EnumSource
  void basesOfZeroTerminalHaveTheirDefaultOptions(ZeroTerminalSchedule.Base base)
      throws ReflectiveOperationException {
    Class<? extends Record> options = OPTIONS.get(base);
    Record defaults = DefaultOptions.of(options);
    NoiseSchedule expected =
        (NoiseSchedule)
            options.getEnclosingClass().getDeclaredConstructor(options).newInstance(defaults);
    for (double t : new double[] {0, 0.1, 0.5, 1}) {
      assertThat(base.schedule().at(t)).isEqualTo(expected.at(t));
    }
  }

  private static void refused(String message, Runnable options) {
    assertThatIllegalArgumentException().isThrownBy(options::run).withMessage(message);
  }
}
