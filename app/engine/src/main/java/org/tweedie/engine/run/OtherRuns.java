package org.tweedie.engine.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;

/**
 * The networks of other runs that one run uses. Safe for many threads.
 *
 * @param registry the components of which other runs may be made
 * @param opened what {@link #close} closes, the last one first
 * @param read what was read of other runs and of images, by what it has an effect on: in words,
 *     with a hash of the content
 */
record OtherRuns(
    Registry registry, Deque<AutoCloseable> opened, Map<Kind.Stage, Map<String, String>> read)
    implements AutoCloseable {

  OtherRuns(Registry registry) {
    this(registry, new ArrayDeque<>(), new ConcurrentSkipListMap<>());
  }

  /**
   * What a component may take from beyond its run.
   *
   * @param stage what the component has an effect on
   * @param chosenAt where it was chosen, beside which paths are looked for
   * @param config the run that it is chosen for
   * @param data that run's data
   * @param schedule that run's schedule
   * @param inLatents whether that run diffuses latents, which no other run's model knows
   */
  Resources from(
      Kind.Stage stage,
      Location chosenAt,
      RunConfig config,
      DataSource data,
      NoiseSchedule schedule,
      boolean inLatents) {
    return new FoundResources(
        this, stage, chosenAt, Optional.of(config), data, Optional.of(schedule), inLatents);
  }

  /**
   * What latents may take from beyond their run: the autoencoder of another one.
   *
   * @param chosenAt where they were chosen
   * @param config the run that they are chosen for
   * @param data that run's data
   */
  Resources forLatents(Location chosenAt, RunConfig config, DataSource data) {
    return new FoundResources(
        this, Kind.Stage.MODEL, chosenAt, Optional.of(config), data, Optional.empty(), false);
  }

  /**
   * What a measure may take from beyond its run: it asks about clean examples, not about latents of
   * the run's schedule.
   *
   * @param chosenAt where the measure was chosen
   * @param config the run that it is chosen for; empty where there are data and no run
   * @param data what is measured against
   */
  Resources forMeasure(Location chosenAt, Optional<RunConfig> config, DataSource data) {
    return new FoundResources(
        this, Kind.Stage.MEASURING, chosenAt, config, data, Optional.empty(), false);
  }

  /** Remembers what was read. */
  void remember(Kind.Stage stage, String what, String content) {
    read.computeIfAbsent(stage, any -> new ConcurrentSkipListMap<>()).put(what, content);
  }

  /** Remembers what is to be closed with the run. */
  <T extends AutoCloseable> T closedWithRun(T resource) {
    synchronized (opened) {
      opened.push(resource);
    }
    return resource;
  }

  /** Whether no other run's model is asked; the autoencoder of latents is none of them. */
  boolean isEmpty() {
    synchronized (opened) {
      return opened.stream().allMatch(LazyAutoencoder.class::isInstance);
    }
  }

  @Override
  public void close() {
    synchronized (opened) {
      while (!opened.isEmpty()) {
        close(opened.pop());
      }
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException("What a run opened cannot be closed", e);
    }
  }
}
