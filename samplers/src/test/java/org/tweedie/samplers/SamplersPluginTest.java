package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.laws.contract.PluginContract;
import org.tweedie.laws.plugin.ListedComponents;

class SamplersPluginTest extends PluginContract {

  @Override
  protected DiffusionPlugin plugin() {
    return new SamplersPlugin();
  }

  @Test
  void serviceLoaderFindsThePluginAndItsSamplers() {
    assertThat(ListedComponents.of("tweedie-samplers").components())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("sampler/ancestral", AncestralSampler.class),
                Map.entry("sampler/ddim", DdimSampler.class),
                Map.entry("sampler/euler", EulerSampler.class),
                Map.entry("sampler/euler-ancestral", EulerAncestralSampler.class),
                Map.entry("sampler/euler-maruyama", EulerMaruyamaSampler.class),
                Map.entry("sampler/sa-solver", SaSolverSampler.class),
                Map.entry("sampler/er-sde", ErSdeSampler.class),
                Map.entry("sampler/stochastic-runge-kutta", StochasticRungeKuttaSampler.class),
                Map.entry("sampler/paradigms", ParadigmsSampler.class),
                Map.entry("sampler/heun", HeunSampler.class),
                Map.entry("sampler/dpm-2", Dpm2Sampler.class),
                Map.entry("sampler/lms", LmsSampler.class),
                Map.entry("sampler/pndm", PndmSampler.class),
                Map.entry("sampler/dpm-solver", DpmSolverSampler.class),
                Map.entry("sampler/dpm-solver-pp", DpmSolverPpSampler.class),
                Map.entry("sampler/unipc", UniPcSampler.class),
                Map.entry("sampler/deis", DeisSampler.class),
                Map.entry("sampler/predictor-corrector", PredictorCorrectorSampler.class),
                Map.entry("sampler/langevin", LangevinSampler.class),
                Map.entry("sampler/annealed-langevin", AnnealedLangevinSampler.class),
                Map.entry("sampler/ode", OdeSampler.class),
                Map.entry("sampler/restart", RestartSampler.class),
                Map.entry("sampler/consistency", ConsistencySampler.class)));
  }
}
