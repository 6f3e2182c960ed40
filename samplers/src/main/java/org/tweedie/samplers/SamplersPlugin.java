package org.tweedie.samplers;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** The built-in samplers. */
@AutoService(DiffusionPlugin.class)
public final class SamplersPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-samplers";
  }

  @Override
  public void configure(Components components) {
    components.addDefault(Kinds.SAMPLER, "ancestral", AncestralSampler.class);
    components.sampler("ddim", DdimSampler.class);
    components.sampler("euler", EulerSampler.class);
    components.sampler("euler-ancestral", EulerAncestralSampler.class);
    components.sampler("euler-maruyama", EulerMaruyamaSampler.class);
    components.sampler("heun", HeunSampler.class);
    components.sampler("dpm-2", Dpm2Sampler.class);
    components.sampler("lms", LmsSampler.class);
    components.sampler("pndm", PndmSampler.class);
    components.sampler("dpm-solver", DpmSolverSampler.class);
    components.sampler("dpm-solver-pp", DpmSolverPpSampler.class);
    components.sampler("unipc", UniPcSampler.class);
    components.sampler("deis", DeisSampler.class);
    components.sampler("sa-solver", SaSolverSampler.class);
    components.sampler("er-sde", ErSdeSampler.class);
    components.sampler("stochastic-runge-kutta", StochasticRungeKuttaSampler.class);
    components.sampler("paradigms", ParadigmsSampler.class);
    components.sampler("predictor-corrector", PredictorCorrectorSampler.class);
    components.sampler("langevin", LangevinSampler.class);
    components.sampler("annealed-langevin", AnnealedLangevinSampler.class);
    components.sampler("ode", OdeSampler.class);
    components.sampler("restart", RestartSampler.class);
    components.sampler("consistency", ConsistencySampler.class);
    components.suggest("progressive-distillation", Kinds.SAMPLER, "ddim");
    components.suggest("consistency-distillation", Kinds.SAMPLER, "consistency");
  }
}
