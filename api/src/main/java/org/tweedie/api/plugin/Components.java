package org.tweedie.api.plugin;

import org.apiguardian.api.API;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Where a plugin lists its components. Names have the form {@code [a-z][a-z0-9-]*}; a component's
 * name is part of users' configs, so it does not change once released.
 */
@API(status = API.Status.STABLE, since = "0.1")
public interface Components {

  /** A noise schedule. */
  void schedule(String name, Class<? extends NoiseSchedule> type);

  /** A noise schedule that is trained with the network; it shares its names with the others. */
  void learnedSchedule(String name, Class<? extends LearnedSchedule> type);

  /** A network. */
  void network(String name, Class<? extends DenoiserNetwork> type);

  /** A way to scale what a network sees and puts out. */
  void preconditioning(String name, Class<? extends Preconditioning> type);

  /** A training objective. */
  void objective(String name, Class<? extends Objective> type);

  /** A choice of the times that training looks at. */
  void times(String name, Class<? extends TimeDistribution> type);

  /** A sampler. */
  void sampler(String name, Class<? extends Sampler> type);

  /** A kind of guidance. */
  void guidance(String name, Class<? extends Guidance> type);

  /** A source of data. */
  void data(String name, Class<? extends DataSource> type);
}
