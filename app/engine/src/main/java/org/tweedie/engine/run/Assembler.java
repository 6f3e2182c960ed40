package org.tweedie.engine.run;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.Latents;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Conditioning;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.plugin.TimeLimit;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.run.ComponentProblems.Place;
import org.tweedie.engine.tensor.Preconditioned;
import org.tweedie.engine.tensor.TwiceDifferentiated;

/** Makes a run's components with one injector, and hears their objections to one another. */
public final class Assembler {

  /** How long the components may take to be made. */
  private static final int SECONDS = 60;

  private final RunConfig config;
  private final Optional<DataSource> given;
  private final OtherRuns others;
  private final boolean lawful;
  private final Optional<RunFolder> folder;
  private final Problems problems = new Problems();
  private final ComponentProblems components;
  private final ChosenLatents chosenLatents;

  private Assembler(RunConfig config, Optional<DataSource> given, Registry registry) {
    this(config, given, registry, true, Optional.empty());
  }

  private Assembler(
      RunConfig config,
      Optional<DataSource> given,
      Registry registry,
      boolean lawful,
      Optional<RunFolder> folder) {
    this.lawful = lawful;
    this.folder = folder;
    this.config = config;
    this.given = given;
    this.others = new OtherRuns(registry);
    this.components = new ComponentProblems(config, problems);
    this.chosenLatents = new ChosenLatents(config, components, problems);
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
   * Makes the components to be looked at one by one: none is refused for breaking a law of its
   * kind.
   *
   * @param registry the components of which other runs may be made that guidance asks for
   * @throws ConfigException as {@link #assemble(RunConfig, Registry)} does for all else
   */
  public static Assembled assembleToVerify(RunConfig config, Registry registry) {
    return new Assembler(config, Optional.empty(), registry, false, Optional.empty()).assemble();
  }

  /**
   * The same for a run that may have begun: its network is told what it was told then, in the same
   * way.
   *
   * @param folder the run's
   */
  public static Assembled assemble(RunConfig config, Registry registry, RunFolder folder) {
    return new Assembler(config, Optional.empty(), registry, true, Optional.of(folder)).assemble();
  }

  /** Makes the components of a run that uses no other one. */
  public static Assembled assemble(RunConfig config) {
    return assemble(config, new Registry(List.of()));
  }

  /** Makes the components for data that are there already. */
  public static Assembled assembleFor(RunConfig config, DataSource data, Registry registry) {
    return new Assembler(config, Optional.of(data), registry).assemble();
  }

  /** The same for a run that may have begun. */
  public static Assembled assembleFor(
      RunConfig config, DataSource data, Registry registry, RunFolder folder) {
    return new Assembler(config, Optional.of(data), registry, true, Optional.of(folder)).assemble();
  }

  /**
   * Makes the components of a run that was begun to use them. Its data are opened when an example
   * is first asked for, where the run has kept what they are like and they are to be the same.
   *
   * @param trained the config that the run was trained with
   * @param advised makes more of what is wrong with a config
   */
  public static Assembled assembleToUse(
      RunConfig config,
      RunConfig trained,
      RunFolder folder,
      UnaryOperator<ConfigException> advised) {
    try {
      Optional<DataSource> later = LaterData.of(config, trained, folder, advised);
      return later.isPresent()
          ? assembleFor(config, later.get(), config.registry(), folder)
          : assemble(config, config.registry(), folder);
    } catch (ConfigException refused) {
      throw advised.apply(refused);
    }
  }

  /**
   * Makes a config's data alone, whatever the other components would say to them.
   *
   * @throws ConfigException with all problems of the data
   */
  public static DataSource data(RunConfig config) {
    Assembler assembler = new Assembler(config, Optional.empty(), new Registry(List.of()));
    Optional<DataSource> data = assembler.make(assembler.injector(), Kinds.DATA, DataSource.class);
    return data.orElseThrow(() -> new ConfigException(assembler.problems.all()));
  }

  private Assembled assemble() {
    Injector injector = injector();
    Optional<DataSource> data = make(injector, Kinds.DATA, DataSource.class);
    if (data.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    if (!config.components(Kinds.LATENTS).isEmpty()) {
      // What others see hangs on them, and would be told of their refusal too.
      make(injector, Kinds.LATENTS, Latents.class)
          .ifPresent(chosen -> chosenLatents.check(chosen, data.get().description()));
      if (!problems.isEmpty()) {
        throw new ConfigException(problems.all());
      }
    }
    Map<Kind<?>, List<Object>> byKind = new HashMap<>();
    for (Place place : components.places()) {
      make(injector, place, ComponentsModule.key(config, place.kind(), place.index()))
          .ifPresent(
              component ->
                  byKind.computeIfAbsent(place.kind(), any -> new ArrayList<>()).add(component));
    }
    Optional<NoiseSchedule> schedule = make(injector, Kinds.SCHEDULE, NoiseSchedule.class);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    MadeComponents made = new MadeComponents(byKind);
    Optional<LatentDesign> latents = latents(made, data.get().description());
    ModelParts.objection(config, latents, data.get().description())
        .ifPresent(
            objection -> {
              components.incompatible(new Place(Kinds.MODEL), objection);
              throw new ConfigException(problems.all());
            });
    Assembly assembly = assembly(data.get(), schedule.orElseThrow(), made, latents);
    if (lawful) {
      // First, since components ask one another, and would end in what is wrong with others.
      new Lawfulness(config, problems).check(data.get(), assembly);
    }
    Assembled assembled =
        new Assembled(
            assembly,
            data.get(),
            made,
            latents,
            others,
            chosenLatents.diffused(made, data.get(), folder),
            chosenLatents.learned(made, data.get(), assembly));
    Objections objections = new Objections(config, components, problems, lawful);
    objections.hear(assembled);
    if (latents.isEmpty()) {
      TwiceDifferentiated.objection(
              assembled.diffused().data(), Preconditioned.of(assembly), assembly.objective())
          .ifPresent(objection -> components.incompatible(Kinds.OBJECTIVE, objection));
    }
    if (assembled.hasExamples()) {
      new MeasuresTogether(components, made.all(Kinds.MEASURES))
          .check(config.evaluate().drawn(LaterData.testSize(data.get())));
    }
    objections.checkCombination(assembled);
    NeededMemory.checkUse(config, assembled, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return assembled;
  }

  private Optional<LatentDesign> latents(MadeComponents made, DataDescription data) {
    try {
      return made.all(Kinds.MODEL).stream().findFirst().flatMap(model -> model.latents(data));
    } catch (IllegalArgumentException refused) {
      components.incompatible(Kinds.MODEL, String.valueOf(refused.getMessage()));
      throw new ConfigException(problems.all(), refused);
    }
  }

  private Assembly assembly(
      DataSource data,
      NoiseSchedule schedule,
      MadeComponents made,
      Optional<LatentDesign> latents) {
    return new Assembly(
        data.description(),
        schedule,
        made.all(Kinds.LEARNED_SCHEDULE).stream().findFirst(),
        oneOf(Kinds.NETWORK, made),
        oneOf(Kinds.PRECONDITIONING, made),
        latents
            .filter(LatentDesign::isDiffusion)
            .<Objective>map(StepsOfBound::new)
            .orElseGet(() -> oneOf(Kinds.OBJECTIVE, made)),
        oneOf(Kinds.TIMES, made),
        oneOf(Kinds.SAMPLER, made),
        latents.isEmpty()
            ? Guidance.inOrder(made.all(Kinds.GUIDANCE))
            : NoDiffusion.of(Kinds.GUIDANCE),
        // A chain of latents is told no class.
        latents.isEmpty() ? config.train().labelDropout() : 1,
        conditioning(data, made, latents));
  }

  /** What the network is told beside classes. */
  private Conditioning conditioning(
      DataSource data, MadeComponents made, Optional<LatentDesign> latents) {
    Optional<TextEncoder> encoder = made.all(Kinds.TEXT_ENCODER).stream().findFirst();
    boolean takesImages =
        latents.isEmpty() && oneOf(Kinds.NETWORK, made).takes().contains(ConditionPart.IMAGE);
    if (!takesImages && !made.all(Kinds.IMAGE_CONDITION).isEmpty()) {
      components.incompatible(
          Kinds.IMAGE_CONDITION,
          latents.isPresent()
              ? "A chain of latents is told nothing. Please leave it out."
              : "The network takes no images. Please leave it out, or take a network that does.");
    }
    if (latents.isPresent()) {
      encoder.ifPresent(
          any ->
              components.incompatible(Kinds.TEXT_ENCODER, "A chain of latents is told nothing."));
      return Conditioning.NONE;
    }
    ConditioningFit fit =
        new ConditioningFit(
            config.train(),
            data,
            oneOf(Kinds.NETWORK, made),
            encoder,
            oneOf(Kinds.OBJECTIVE, made)
                .teacher()
                .flatMap(TeacherRun::guidance)
                .filter(GuidanceScales::isInput));
    Optional<String> objection = fit.objection();
    Optional<String> toScales = fit.objectionToScales();
    objection.ifPresent(words -> components.incompatible(Kinds.TEXT_ENCODER, words));
    toScales.ifPresent(words -> components.incompatible(Kinds.OBJECTIVE, words));
    if (objection.isPresent() || toScales.isPresent()) {
      return Conditioning.NONE;
    }
    try {
      return fit.fitted(
          folder.map(RunFolder::conditions),
          folder.map(RunFolder::provenance).filter(Files::exists).isPresent());
    } catch (IllegalArgumentException refused) {
      components.incompatible(
          encoder.isPresent() ? Kinds.TEXT_ENCODER : Kinds.DATA,
          String.valueOf(refused.getMessage()));
      return Conditioning.NONE;
    }
  }

  /** The component of a kind, or what stands for it where the model has none. */
  private static <T> T oneOf(Kind<T> kind, MadeComponents made) {
    return made.all(kind).stream().findFirst().orElseGet(() -> NoDiffusion.of(kind));
  }

  private Injector injector() {
    try {
      return Injectors.of(new ComponentsModule(config, given, others));
    } catch (CreationException unwired) {
      components.cannotBeMade(unwired.getErrorMessages());
      throw new ConfigException(problems.all(), unwired);
    }
  }

  private <T> Optional<T> make(Injector injector, Kind<?> kind, Class<T> spi) {
    return make(injector, new Place(kind, 0), Key.get(spi));
  }

  private <T> Optional<T> make(Injector injector, Place place, Key<T> key) {
    try {
      return Optional.of(
          // Data may take as long as they need to be read.
          isLimited(place)
              ? TimeLimit.call(SECONDS, () -> injector.getInstance(key))
              : injector.getInstance(key));
    } catch (TimeLimit.Exceeded endless) {
      components.endless(place, endless);
      throw new ConfigException(problems.all(), endless);
    } catch (ProvisionException failed) {
      components.refused(place, Optional.ofNullable(failed.getCause()).orElse(failed));
    } catch (LinkageError missing) {
      // A class that cannot be initialised: Guice lets errors of reflection pass.
      components.refused(place, missing);
    } catch (ConfigurationException unwired) {
      components.cannotBeMade(unwired.getErrorMessages());
    }
    return Optional.empty();
  }

  /** Whether making a component may run code of plugins that has nothing to do for long. */
  private boolean isLimited(Place place) {
    return !place.kind().equals(Kinds.DATA)
        && config.components().values().stream()
            .flatMap(List::stream)
            .anyMatch(choice -> !choice.type().origin().builtIn());
  }
}
