package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Grid;
import org.tweedie.laws.identity.Convergence;

/**
 * Every deterministic sampler converges to the probability flow at the order its authors state. The
 * numbers of steps are those for which the error is between 1e-2 and 1e-5: small enough for the
 * leading term to rule, and well above the 1e-6 of float32.
 */
class ConvergenceTest {

  @ParameterizedTest
  @CsvSource({
    "ddim,                        LOG_SNR,   48, 1",
    "ddim,                        TRAILING,  48, 1",
    "euler,                       KARRAS,    48, 1",
    "heun,                        KARRAS,    48, 2",
    "dpm-2,                       KARRAS,    48, 2",
    "lms-1,                       KARRAS,    48, 1",
    "lms-2,                       KARRAS,    64, 2",
    "lms-3,                       KARRAS,    48, 3",
    "lms-4,                       KARRAS,    48, 4",
    "deis-1,                      QUADRATIC, 48, 1",
    "deis-2,                      QUADRATIC, 48, 2",
    "deis-3,                      QUADRATIC, 48, 3",
    "pndm,                        UNIFORM,   48, 2",
    "pndm,                        KARRAS,    48, 2",
    "dpm-solver-1,                LOG_SNR,   48, 1",
    "dpm-solver-2,                LOG_SNR,   24, 2",
    "dpm-solver-3,                LOG_SNR,   20, 3",
    "dpm-solver-pp-multistep_2,   LOG_SNR,   48, 2",
    "dpm-solver-pp-multistep_3,   LOG_SNR,   48, 3",
    "dpm-solver-pp-singlestep_2,  LOG_SNR,   24, 2",
    "er-sde-1,                    LOG_SNR,   48, 1",
    "er-sde-2,                    LOG_SNR,   48, 2",
    "er-sde-3,                    LOG_SNR,   48, 3",
    "unipc-1,                     LOG_SNR,   48, 2",
    "unipc-2,                     LOG_SNR,   48, 3",
    "unipc-3,                     LOG_SNR,   24, 4"
  })
  void errorFallsAtTheStatedOrder(String name, Grid grid, int steps, int order) {
    IntFunction<Sampler> sampler = ConvergenceTable.samplers(grid).get(name);
    assertThat(Convergence.order(sampler, steps, 2 * steps))
        .as("measured order of %s between %s and %s steps", name, steps, 2 * steps)
        .isCloseTo(order, within(0.3));
  }
}
