package org.tweedie.engine.plugin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** Takes down what one plugin lists; a component that cannot be used hides no other. */
final class Listing implements Components {

  static final String NAME = "[a-z][a-z0-9-]*";

  private final Origin origin;
  private final Location location;
  private final Problems problems;
  private final Set<String> names = new HashSet<>();
  private final List<ComponentType> listed = new ArrayList<>();

  Listing(Origin origin, Location location, Problems problems) {
    this.origin = origin;
    this.location = location;
    this.problems = problems;
  }

  List<ComponentType> listed() {
    return listed;
  }

  @Override
  public void schedule(String name, Class<? extends NoiseSchedule> type) {
    add(Kind.SCHEDULE, name, type);
  }

  @Override
  public void learnedSchedule(String name, Class<? extends LearnedSchedule> type) {
    add(Kind.SCHEDULE, name, type);
  }

  @Override
  public void network(String name, Class<? extends DenoiserNetwork> type) {
    add(Kind.NETWORK, name, type);
  }

  @Override
  public void preconditioning(String name, Class<? extends Preconditioning> type) {
    add(Kind.PRECONDITIONING, name, type);
  }

  @Override
  public void objective(String name, Class<? extends Objective> type) {
    add(Kind.OBJECTIVE, name, type);
  }

  @Override
  public void times(String name, Class<? extends TimeDistribution> type) {
    add(Kind.TIMES, name, type);
  }

  @Override
  public void sampler(String name, Class<? extends Sampler> type) {
    add(Kind.SAMPLER, name, type);
  }

  @Override
  public void guidance(String name, Class<? extends Guidance> type) {
    add(Kind.GUIDANCE, name, type);
  }

  @Override
  public void data(String name, Class<? extends DataSource> type) {
    add(Kind.DATA, name, type);
  }

  private void add(Kind kind, String name, Class<?> type) {
    String full = origin.plugin() + "/" + name;
    if (!name.matches(NAME)) {
      problems.add(
          "plugin-name",
          location,
          "",
          "The plugin '%s' lists %s named '%s'."
              .formatted(origin.plugin(), kind.wordWithArticle(), name),
          "Names are lower-case letters, digits and hyphens, and begin with a letter.");
    } else if (!names.add(kind + name)) {
      problems.add(
          "plugin-duplicate",
          location,
          "",
          "The plugin '%s' lists the %s '%s' twice; the second, %s, is left out."
              .formatted(origin.plugin(), kind.word(), name, type.getName()),
          "Please give one of them another name.");
    } else {
      describe(kind, name, type, full);
    }
  }

  private void describe(Kind kind, String name, Class<?> type, String full) {
    try {
      listed.add(ComponentCheck.describe(kind, origin, name, type));
    } catch (IllegalArgumentException amiss) {
      problems.add(
          "plugin-component",
          location,
          "",
          "The %s '%s' (%s) cannot be used.".formatted(kind.word(), full, type.getName()),
          String.valueOf(amiss.getMessage()));
    } catch (LinkageError missing) {
      problems.add(
          Advice.code(missing),
          location,
          "",
          "The %s '%s' (%s) cannot be used.".formatted(kind.word(), full, type.getName()),
          Advice.missing(missing));
    }
  }
}
