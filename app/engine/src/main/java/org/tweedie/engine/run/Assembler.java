package org.tweedie.engine.run;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Kind;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.run.ComponentProblems.Place;
import org.tweedie.engine.tensor.Preconditioned;
import org.tweedie.engine.tensor.TwiceDifferentiated;

/** Makes a run's components with one injector, and hears their objections to one another. */
public final class Assembler {

  private final RunConfig config;
  private final Optional<DataSource> given;
  private final OtherRuns others;
  private final boolean promised;
  private final Problems problems = new Problems();
  private final ComponentProblems told;

  private Assembler(RunConfig config, Optional<DataSource> given, Registry registry) {
    this(config, given, registry, true);
  }

  private Assembler(
      RunConfig config, Optional<DataSource> given, Registry registry, boolean promised) {
    this.promised = promised;
    this.config = config;
    this.given = given;
    this.others = new OtherRuns(registry);
    this.told = new ComponentProblems(config, problems);
  }

  /**
   * Makes the components: the data first, since others may ask what they look like.
   *
   * @param registry the components of which other runs may be made that guidance asks for
   * @throws ConfigException with all problems: data that cannot be used, components that refuse
   *     their options, combinations that do not go together
   */
  public static Assembled assemble(RunConfig config, Registry registry) {
    return new Assembler(config, Optional.empty(), registry).assemble();
  }

  /**
   * Makes the components to be looked at one by one: none is refused for not being what its kind
   * promises.
   *
   * @param registry the components of which other runs may be made that guidance asks for
   * @throws ConfigException as {@link #assemble(RunConfig, Registry)} does for all else
   */
  public static Assembled assembleToVerify(RunConfig config, Registry registry) {
    return new Assembler(config, Optional.empty(), registry, false).assemble();
  }

  /** Makes the components of a run that uses no other one. */
  public static Assembled assemble(RunConfig config) {
    return assemble(config, new Registry(List.of()));
  }

  /** Makes the components of another run for data that are there already. */
  static Assembled assembleFor(RunConfig config, DataSource data, Registry registry) {
    return new Assembler(config, Optional.of(data), registry).assemble();
  }

  /**
   * Makes a config's data alone, whatever the other components would say to them.
   *
   * @throws ConfigException with all problems of the data
   */
  public static DataSource data(RunConfig config) {
    Assembler assembler = new Assembler(config, Optional.empty(), new Registry(List.of()));
    Optional<DataSource> data = assembler.make(assembler.injector(), Kind.DATA, DataSource.class);
    return data.orElseThrow(() -> new ConfigException(assembler.problems.all()));
  }

  private Assembled assemble() {
    Injector injector = injector();
    Optional<DataSource> data = make(injector, Kind.DATA, DataSource.class);
    if (data.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    Optional<LearnedSchedule> learned =
        LearnedSchedule.class.isAssignableFrom(config.component(Kind.SCHEDULE).type().type())
            ? make(injector, Kind.SCHEDULE, LearnedSchedule.class)
            : Optional.empty();
    Optional<NoiseSchedule> noise = make(injector, Kind.SCHEDULE, NoiseSchedule.class);
    Optional<DenoiserNetwork> network = make(injector, Kind.NETWORK, DenoiserNetwork.class);
    Optional<Preconditioning> preconditioning =
        make(injector, Kind.PRECONDITIONING, Preconditioning.class);
    Optional<Objective> objective = make(injector, Kind.OBJECTIVE, Objective.class);
    Optional<TimeDistribution> times = make(injector, Kind.TIMES, TimeDistribution.class);
    Optional<Sampler> sampler = make(injector, Kind.SAMPLER, Sampler.class);
    List<Guidance> guidance = new ArrayList<>();
    for (int i = 0; i < config.components(Kind.GUIDANCE).size(); i++) {
      make(injector, new Place(Kind.GUIDANCE, i), ComponentsModule.guidance(i))
          .ifPresent(guidance::add);
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    Assembly assembly =
        new Assembly(
            data.get().description(),
            noise.orElseThrow(),
            learned,
            network.orElseThrow(),
            preconditioning.orElseThrow(),
            objective.orElseThrow(),
            times.orElseThrow(),
            sampler.orElseThrow(),
            Guidance.inOrder(guidance),
            config.train().labelDropout());
    hearObjections(data.get(), assembly, guidance);
    if (promised) {
      Combination.check(config, assembly, data.get(), problems);
    } else {
      Combination.checkAsTheyAre(config, assembly, problems);
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return new Assembled(assembly, data.get(), others);
  }

  private Injector injector() {
    try {
      return Injectors.of(new ComponentsModule(config, given, others));
    } catch (CreationException unwired) {
      told.cannotBeMade(unwired.getErrorMessages());
      throw new ConfigException(problems.all(), unwired);
    }
  }

  private <T> Optional<T> make(Injector injector, Kind kind, Class<T> spi) {
    return make(injector, new Place(kind, 0), Key.get(spi));
  }

  private <T> Optional<T> make(Injector injector, Place place, Key<T> key) {
    try {
      return Optional.of(injector.getInstance(key));
    } catch (ProvisionException failed) {
      told.refused(place, failed);
    } catch (ConfigurationException unwired) {
      told.cannotBeMade(unwired.getErrorMessages());
    }
    return Optional.empty();
  }

  private void hearObjections(DataSource data, Assembly assembly, List<Guidance> guidance) {
    hear(Kind.DATA, data, assembly);
    hear(
        Kind.SCHEDULE,
        assembly.learnedSchedule().<Object>map(learned -> learned).orElse(assembly.schedule()),
        assembly);
    hear(Kind.NETWORK, assembly.network(), assembly);
    hear(Kind.PRECONDITIONING, assembly.preconditioning(), assembly);
    hear(Kind.OBJECTIVE, assembly.objective(), assembly);
    hear(Kind.TIMES, assembly.times(), assembly);
    hear(new Place(Kind.SAMPLER), assembly.sampler(), assembly, partners());
    for (int i = 0; i < guidance.size(); i++) {
      hear(new Place(Kind.GUIDANCE, i), guidance.get(i), assembly);
    }
    TwiceDifferentiated.objection(
            assembly.data(), Preconditioned.of(assembly), assembly.objective())
        .ifPresent(objection -> told.problem("incompatible", new Place(Kind.OBJECTIVE), objection));
  }

  private void hear(Kind kind, Object component, Assembly assembly) {
    hear(new Place(kind), component, assembly);
  }

  private void hear(Place place, Object component, Assembly assembly, String... more) {
    List<String> objections =
        component instanceof Selective selective ? selective.objections(assembly) : List.of();
    for (String objection : objections) {
      told.problem(
          "incompatible",
          place,
          Stream.concat(Stream.of(objection), Stream.of(more)).toArray(String[]::new));
    }
  }

  /** What a sampler may object to, since it is often chosen long after them and elsewhere. */
  private String partners() {
    return "The run has the schedule '%s' and the objective '%s'."
        .formatted(
            config.component(Kind.SCHEDULE).reference(),
            config.component(Kind.OBJECTIVE).reference());
  }
}
