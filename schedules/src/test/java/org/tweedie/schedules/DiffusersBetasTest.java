package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.interchange.ForeignDescription;
import org.tweedie.api.interchange.ForeignForm;
import org.tweedie.schedules.TableSchedule.Quantity;

class DiffusersBetasTest {

  private static final DataDescription DATA = DataDescription.of(DataShape.image(8, 8, 1));

  private static final List<ForeignForm> FORMS =
      List.of(
          new DiffusersBetas.Linear(),
          new DiffusersBetas.ScaledLinear(),
          new DiffusersBetas.Listed());

  /** The options by the one form that a description is of. */
  private static Map<String, Object> read(
      Class<? extends ForeignForm> form, ForeignDescription said) {
    assertThat(FORMS).filteredOn(it -> it.describes(said)).hasExactlyElementsOfTypes(form);
    return FORMS.stream().filter(form::isInstance).findFirst().orElseThrow().options(said, DATA);
  }

  private static ForeignDescription withSteps(Map<String, ?> said, int steps) {
    Map<String, Object> all = new LinkedHashMap<>(said);
    all.put("num_train_timesteps", steps);
    return new ForeignDescription(all);
  }

  @Test
  void linearStepsAreReadAsTheyAreWritten() {
    BetaLinearSchedule schedule =
        new BetaLinearSchedule(new BetaLinearSchedule.Options(new Betas(1e-3, 0.3, 20, false)));
    assertThat(read(DiffusersBetas.Linear.class, withSteps(schedule.foreignDescription(), 20)))
        .isEqualTo(Map.of("beta-first", 1e-3, "beta-last", 0.3, "timesteps", 20));
    assertThat(read(DiffusersBetas.Linear.class, new ForeignDescription(Map.of())))
        .isEqualTo(Map.of("beta-first", 1e-4, "beta-last", 0.02, "timesteps", 1000));
  }

  @Test
  void scaledLinearStepsAreReadAsTheyAreWritten() {
    ScaledLinearSchedule schedule =
        new ScaledLinearSchedule(new ScaledLinearSchedule.Options(new Betas(1e-3, 0.3, 20, false)));
    assertThat(
            read(DiffusersBetas.ScaledLinear.class, withSteps(schedule.foreignDescription(), 20)))
        .isEqualTo(Map.of("beta-first", 1e-3, "beta-last", 0.3, "timesteps", 20));
  }

  @Test
  void listsAreReadAsTheyAreWritten() {
    List<Double> betas = List.of(0.1, 0.3, 0.2);
    TableSchedule schedule = new TableSchedule(new TableSchedule.Options(Quantity.BETA, betas, ""));
    assertThat(read(DiffusersBetas.Listed.class, withSteps(schedule.foreignDescription(), 3)))
        .isEqualTo(Map.of("quantity", Quantity.BETA, "values", betas));
    ForeignDescription other = withSteps(schedule.foreignDescription(), 4);
    read(DiffusersBetas.Listed.class, other);
    assertThat(other.refusals())
        .containsExactly(
            Map.entry("trained_betas", "There are 3 variances, and num_train_timesteps is 4."));
  }

  @Test
  void aSigmoidBecomesAList() {
    Map<String, Object> said =
        Map.of("beta_schedule", "sigmoid", "beta_start", 0.1, "beta_end", 0.3);
    Map<String, Object> read = read(DiffusersBetas.Listed.class, withSteps(said, 5));
    assertThat(read.get("values"))
        .asInstanceOf(InstanceOfAssertFactories.list(Double.class))
        .hasSize(5)
        .satisfies(
            values -> {
              assertThat(values.get(2)).isCloseTo(0.2, within(1e-12));
              assertThat(values.get(0)).isCloseTo(0.1 + 0.2 / (1 + Math.exp(6)), within(1e-12));
            });
  }

  @Test
  void whatIsMovedToEndWithoutSignalIsRefused() {
    ForeignDescription said = new ForeignDescription(Map.of("rescale_betas_zero_snr", true));
    read(DiffusersBetas.Linear.class, said);
    assertThat(said.refusals()).containsOnlyKeys("rescale_betas_zero_snr");
  }

  @Test
  void theCosinesStepsAreTheirFormulas() {
    Map<String, Object> said = Map.of("beta_schedule", "squaredcos_cap_v2");
    Map<String, Object> read = read(DiffusersBetas.Listed.class, withSteps(said, 50));
    double product = 1;
    for (Object beta : (List<?>) read.get("values")) {
      product *= 1 - (double) beta;
    }
    double last = Math.pow(Math.cos((49 / 50.0 + 0.008) / 1.008 * Math.PI / 2), 2);
    double first = Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
    assertThat(product)
        .as("all but the last step, which is limited")
        .isCloseTo(last / first * (1 - 0.999), within(1e-12));
  }
}
