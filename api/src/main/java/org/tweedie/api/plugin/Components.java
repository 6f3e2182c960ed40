package org.tweedie.api.plugin;

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
 * name is part of users' configs, so it does not change once released. The program implements it.
 */
public interface Components {

  /**
   * Lists a component.
   *
   * @param kind its kind, of {@link Kinds}
   * @param name its name among the plugin's components of that kind
   * @param type its class
   */
  <T> void add(Kind<T> kind, String name, Class<? extends T> type);

  /**
   * Lists a component that is taken where a config names none of its kind. Only plugins that come
   * with the program may say so: what an old config means must not depend on a folder of jars.
   */
  default <T> void addDefault(Kind<T> kind, String name, Class<? extends T> type) {
    add(kind, name, type);
  }

  /**
   * Offers components of this plugin to a command of the program, which takes them where its user
   * names none. As with {@link #addDefault}, only plugins that come with the program may do so.
   *
   * @param command the command, or what several have in common
   * @param kind the components' kind
   * @param names their names in this plugin
   */
  default void suggest(String command, Kind<?> kind, String... names) {}

  /** A noise schedule. */
  default void schedule(String name, Class<? extends NoiseSchedule> type) {
    add(Kinds.SCHEDULE, name, type);
  }

  /** A noise schedule that is trained with the network; it shares its names with the others. */
  default void learnedSchedule(String name, Class<? extends LearnedSchedule> type) {
    add(Kinds.LEARNED_SCHEDULE, name, type);
  }

  /** A network. */
  default void network(String name, Class<? extends DenoiserNetwork> type) {
    add(Kinds.NETWORK, name, type);
  }

  /** A way to scale what a network sees and puts out. */
  default void preconditioning(String name, Class<? extends Preconditioning> type) {
    add(Kinds.PRECONDITIONING, name, type);
  }

  /** A training objective. */
  default void objective(String name, Class<? extends Objective> type) {
    add(Kinds.OBJECTIVE, name, type);
  }

  /** A choice of the times that training looks at. */
  default void times(String name, Class<? extends TimeDistribution> type) {
    add(Kinds.TIMES, name, type);
  }

  /** A sampler. */
  default void sampler(String name, Class<? extends Sampler> type) {
    add(Kinds.SAMPLER, name, type);
  }

  /** A kind of guidance. */
  default void guidance(String name, Class<? extends Guidance> type) {
    add(Kinds.GUIDANCE, name, type);
  }

  /** A source of data. */
  default void data(String name, Class<? extends DataSource> type) {
    add(Kinds.DATA, name, type);
  }
}
