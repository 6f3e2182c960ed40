package org.tweedie.app.run;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.data.DataException;
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
import org.tweedie.app.config.ConfigException;
import org.tweedie.app.config.RunConfig;
import org.tweedie.app.plugin.Advice;
import org.tweedie.app.plugin.Kind;
import org.tweedie.app.problem.Problem;
import org.tweedie.app.problem.Problems;
import org.tweedie.app.tensor.Preconditioned;
import org.tweedie.app.tensor.TwiceDifferentiated;

/** Makes a run's components with one injector, and hears their objections to one another. */
public final class Assembler {

  private final RunConfig config;
  private final Problems problems = new Problems();

  private Assembler(RunConfig config) {
    this.config = config;
  }

  /**
   * Makes the components: the data first, since others may ask what they look like.
   *
   * @throws ConfigException with all problems: data that cannot be used, components that refuse
   *     their options, combinations that do not go together
   */
  public static Assembled assemble(RunConfig config) {
    return new Assembler(config).assemble();
  }

  /**
   * Makes a config's data alone, whatever the other components would say to them.
   *
   * @throws ConfigException with all problems of the data
   */
  public static DataSource data(RunConfig config) {
    Assembler assembler = new Assembler(config);
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
    Optional<Guidance> guidance = make(injector, Kind.GUIDANCE, Guidance.class);
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
            guidance.orElseThrow(),
            config.train().labelDropout());
    hearObjections(data.get(), assembly);
    Combination.check(config, assembly, data.get(), problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return new Assembled(assembly, data.get());
  }

  private Injector injector() {
    try {
      return Guice.createInjector(Stage.DEVELOPMENT, new ComponentsModule(config));
    } catch (CreationException unwired) {
      cannotBeMade(unwired.getErrorMessages());
      throw new ConfigException(problems.all(), unwired);
    }
  }

  private <T> Optional<T> make(Injector injector, Kind kind, Class<T> spi) {
    try {
      return Optional.of(injector.getInstance(spi));
    } catch (ProvisionException failed) {
      refused(kind, failed);
    } catch (ConfigurationException unwired) {
      cannotBeMade(unwired.getErrorMessages());
    }
    return Optional.empty();
  }

  private void refused(Kind asked, ProvisionException failed) {
    Throwable cause = Optional.ofNullable(failed.getCause()).orElse(failed);
    Kind kind = whose(cause).orElse(asked);
    if (cause instanceof DataException) {
      problem("data", kind, String.valueOf(cause.getMessage()));
    } else if (cause instanceof IllegalArgumentException) {
      problem("invalid-value", kind, String.valueOf(cause.getMessage()));
    } else if (cause instanceof LinkageError missing) {
      problem(
          Advice.code(missing),
          kind,
          "The %s '%s' (%s) cannot be made."
              .formatted(kind.word(), name(kind), config.component(kind).type().origin()),
          Advice.missing(missing));
    } else if (config.component(kind).type().origin().jar().isPresent()) {
      problem(
          "plugin-broken",
          kind,
          "The %s '%s' (%s) fails when it is made: %s."
              .formatted(
                  kind.word(),
                  name(kind),
                  config.component(kind).type().origin(),
                  Advice.thrown(cause)),
          "Please choose another, and tell its author.");
    } else {
      throw new IllegalStateException(
          "The %s '%s' could not be made: %s".formatted(kind.word(), name(kind), cause), cause);
    }
  }

  /** The component whose code threw: the innermost in the stack trace. */
  private Optional<Kind> whose(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .flatMap(
            frame ->
                Stream.of(Kind.values())
                    .filter(
                        kind ->
                            config
                                .component(kind)
                                .type()
                                .type()
                                .getName()
                                .equals(frame.getClassName())))
        .findFirst();
  }

  private void cannotBeMade(Collection<Message> messages) {
    for (Message message : messages) {
      Kind kind =
          Stream.of(Kind.values())
              .filter(
                  any ->
                      message
                          .getSources()
                          .toString()
                          .contains(config.component(any).type().type().getName()))
              .findFirst()
              .orElse(Kind.DATA);
      problem(
          "plugin-component",
          kind,
          "The %s '%s' (%s) asks for what a run does not offer: %s"
              .formatted(
                  kind.word(),
                  name(kind),
                  config.component(kind).type().type().getName(),
                  message.getMessage().lines().findFirst().orElse("")),
          "A constructor may take the component's options, the DataDescription, and the run's other components.");
    }
  }

  private void hearObjections(DataSource data, Assembly assembly) {
    hear(Kind.DATA, data, assembly);
    hear(
        Kind.SCHEDULE,
        assembly.learnedSchedule().<Object>map(learned -> learned).orElse(assembly.schedule()),
        assembly);
    if (assembly.learnedSchedule().isPresent()) {
      checkLearned(assembly);
    }
    hear(Kind.NETWORK, assembly.network(), assembly);
    hear(Kind.PRECONDITIONING, assembly.preconditioning(), assembly);
    hear(Kind.OBJECTIVE, assembly.objective(), assembly);
    hear(Kind.TIMES, assembly.times(), assembly);
    hear(Kind.SAMPLER, assembly.sampler(), assembly);
    hear(Kind.GUIDANCE, assembly.guidance(), assembly);
    TwiceDifferentiated.objection(
            assembly.data(), Preconditioned.of(assembly), assembly.objective())
        .ifPresent(objection -> problem("incompatible", Kind.OBJECTIVE, objection));
  }

  /** Between its ends a learned schedule is free only under the continuous bound. */
  private void checkLearned(Assembly assembly) {
    if (!assembly.objective().isBound()) {
      problem(
          "incompatible",
          Kind.OBJECTIVE,
          "The schedule '%s' is learned, by the variational bound in continuous time: no other loss leaves it free between its ends. The objective '%s' is not that bound."
              .formatted(name(Kind.SCHEDULE), name(Kind.OBJECTIVE)),
          "Please choose such an objective, or a fixed schedule.");
    }
    if (!assembly.times().isUniform()) {
      problem(
          "incompatible",
          Kind.TIMES,
          "The schedule '%s' is learned: it moves the noise levels until every time matters as much as any other, and so asks for even times, which '%s' does not draw."
              .formatted(name(Kind.SCHEDULE), name(Kind.TIMES)),
          "Please choose even times, as they are by default, or a fixed schedule.");
    }
  }

  private void hear(Kind kind, Object component, Assembly assembly) {
    List<String> objections =
        component instanceof Selective selective ? selective.objections(assembly) : List.of();
    objections.forEach(objection -> problem("incompatible", kind, objection));
  }

  private String name(Kind kind) {
    return config.component(kind).reference();
  }

  private void problem(String code, Kind kind, String... lines) {
    problems.add(new Problem(code, config.component(kind).location(), kind.key(), List.of(lines)));
  }
}
