package org.tweedie.engine.verification;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.LatentNetwork;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.MadeComponents;
import org.tweedie.engine.run.Variants;
import org.tweedie.laws.identity.AugmentationIdentities;
import org.tweedie.laws.identity.AutoencoderIdentities;
import org.tweedie.laws.identity.ConditionIdentities;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.GuidanceIdentities;
import org.tweedie.laws.identity.ImageConditionIdentities;
import org.tweedie.laws.identity.LatentNetworkIdentities;
import org.tweedie.laws.identity.LearnedScheduleIdentities;
import org.tweedie.laws.identity.LearningRateIdentities;
import org.tweedie.laws.identity.NetworkIdentities;
import org.tweedie.laws.identity.ObjectiveIdentities;
import org.tweedie.laws.identity.OptimizerIdentities;
import org.tweedie.laws.identity.PreconditioningIdentities;
import org.tweedie.laws.identity.SamplerIdentities;
import org.tweedie.laws.identity.ScheduleIdentities;
import org.tweedie.laws.identity.StoppingIdentities;
import org.tweedie.laws.identity.TextEncoderIdentities;
import org.tweedie.laws.identity.TimeIdentities;
import org.tweedie.laws.identity.WeightAverageIdentities;

/**
 * Checks the components of a config, each by the identities of its kind. Where an identity speaks
 * of other numbers of steps, or of all parameterizations, the component is made again with that
 * option changed.
 *
 * @param config the config
 * @param parts its components
 * @param registry the components that can be chosen
 */
public record Verification(RunConfig config, Assembled parts, Registry registry) {

  private static final String STEPS = "steps";

  /**
   * What was found of all components.
   *
   * @param holds whether no identity fails
   * @param summary for people
   * @param json all findings, for machines
   */
  public record Result(boolean holds, String summary, String json) {}

  /**
   * Checks all components.
   *
   * @param tables takes the table of each kind as soon as it is there
   */
  public Result all(Consumer<String> tables) {
    List<Verified> all = new ArrayList<>();
    for (Kind<?> kind : Kinds.all()) {
      if (!config.components(kind).isEmpty()) {
        Verified verified = new Verified(config.component(kind).type(), findings(kind));
        all.add(verified);
        tables.accept(VerifyText.table(verified));
      }
    }
    return new Result(
        all.stream().flatMap(it -> it.findings().stream()).allMatch(Finding::isGood),
        VerifyText.summary(all),
        VerifyJson.render(all));
  }

  private List<Finding> findings(Kind<?> kind) {
    Assembly assembly = parts.assembly();
    MadeComponents made = parts.components();
    Map<Kind<?>, Supplier<List<Finding>>> identities = new HashMap<>();
    identities.put(Kinds.MODEL, () -> ModelIdentities.of(parts));
    identities.put(Kinds.ENCODER, () -> encoder(made, assembly));
    identities.put(Kinds.DECODER, () -> decoder(made, assembly));
    identities.put(Kinds.SCHEDULE, () -> schedule(assembly));
    identities.put(Kinds.LATENTS, () -> latents(made));
    identities.put(Kinds.NETWORK, () -> network(parts.diffused()));
    identities.put(Kinds.TEXT_ENCODER, () -> textEncoder(made));
    identities.put(Kinds.OBJECTIVE, () -> objective(assembly.objective()));
    identities.put(
        Kinds.PRECONDITIONING,
        () ->
            new PreconditioningIdentities(
                    assembly.preconditioning(), parts.diffused().data().shape())
                .findings());
    identities.put(Kinds.TIMES, () -> new TimeIdentities(assembly.times()).findings());
    identities.put(
        Kinds.OPTIMIZER, () -> new OptimizerIdentities(made.one(Kinds.OPTIMIZER)).findings());
    identities.put(
        Kinds.LEARNING_RATE,
        () -> new LearningRateIdentities(made.one(Kinds.LEARNING_RATE)).findings());
    identities.put(
        Kinds.AUGMENTATION,
        () ->
            made.all(Kinds.AUGMENTATION).stream()
                .flatMap(
                    one -> new AugmentationIdentities(one, assembly.data()).findings().stream())
                .toList());
    identities.put(
        Kinds.IMAGE_CONDITION,
        () ->
            new ImageConditionIdentities(made.one(Kinds.IMAGE_CONDITION), assembly.data().shape())
                .findings());
    identities.put(
        Kinds.STOPPING, () -> new StoppingIdentities(made.one(Kinds.STOPPING)).findings());
    identities.put(
        Kinds.AVERAGES,
        () ->
            made.all(Kinds.AVERAGES).stream()
                .flatMap(average -> new WeightAverageIdentities(average).findings().stream())
                .toList());
    identities.put(
        Kinds.SAMPLER, () -> new SamplerIdentities(sampler(assembly.sampler())).findings());
    identities.put(
        Kinds.GUIDANCE,
        () ->
            new GuidanceIdentities(
                    assembly.guidance(), parts.walked().data().shape(), parts.asksOtherNetworks())
                .findings());
    return identities.getOrDefault(kind, () -> none(kind)).get();
  }

  private static List<Finding> none(Kind<?> kind) {
    String what = kind.equals(Kinds.DATA) ? "the data themselves" : kind.wordWithArticle();
    return List.of(Finding.doesNotApply("none", "", "no identity speaks of " + what));
  }

  /** The schedule, or a learned one as it is before training, and wherever its weights may go. */
  private static List<Finding> schedule(Assembly assembly) {
    List<Finding> findings = new ArrayList<>();
    assembly
        .learnedSchedule()
        .ifPresent(learned -> findings.addAll(new LearnedScheduleIdentities(learned).findings()));
    findings.addAll(new ScheduleIdentities(assembly.schedule()).findings());
    return findings;
  }

  private static List<Finding> network(Assembly assembly) {
    List<Finding> findings = new ArrayList<>();
    try (NetworkIdentities identities =
        new NetworkIdentities(assembly.network(), assembly.data())) {
      findings.addAll(identities.findings());
    }
    try (ConditionIdentities identities =
        new ConditionIdentities(assembly.network(), assembly.data())) {
      findings.addAll(identities.findings());
    }
    return findings;
  }

  /** Of examples of the training split. */
  private List<Finding> latents(MadeComponents made) {
    return made.one(Kinds.LATENTS)
        .autoencoder(parts.data().description())
        .map(autoencoder -> new AutoencoderIdentities(autoencoder, parts.data()).findings())
        .orElseGet(
            () ->
                List.of(
                    Finding.doesNotApply(
                        "none",
                        "",
                        parts.learned().isPresent()
                            ? "there is no autoencoder before it is learned"
                            : "the data themselves are diffused")));
  }

  /** With captions of the training split. */
  private List<Finding> textEncoder(MadeComponents made) {
    Examples train = parts.data().train();
    List<String> captions =
        IntStream.range(0, train.size())
            .mapToObj(train::caption)
            .flatMap(Optional::stream)
            .toList();
    try (TextEncoderIdentities identities =
        new TextEncoderIdentities(made.one(Kinds.TEXT_ENCODER), captions)) {
      return identities.findings();
    }
  }

  /** Between the data and the latent next to them. */
  private List<Finding> encoder(MadeComponents made, Assembly assembly) {
    return latentNetwork(made.one(Kinds.ENCODER), assembly.data().shape(), firstLatent());
  }

  private List<Finding> decoder(MadeComponents made, Assembly assembly) {
    return latentNetwork(made.one(Kinds.DECODER), firstLatent(), assembly.data().shape());
  }

  private DataShape firstLatent() {
    return parts.latents().or(parts::learned).orElseThrow().latents().get(0);
  }

  private static List<Finding> latentNetwork(LatentNetwork network, DataShape from, DataShape to) {
    try (LatentNetworkIdentities identities = new LatentNetworkIdentities(network, from, to)) {
      return identities.findings();
    }
  }

  /** The objective in every parameterization that it can be set to; its own comes first. */
  private List<Finding> objective(Objective own) {
    Map<Parameterization, Objective> all = new LinkedHashMap<>(Map.of(own.predicts(), own));
    Map<Parameterization, Objective> others = new EnumMap<>(Parameterization.class);
    option(Kinds.OBJECTIVE, Parameterization.class)
        .ifPresent(
            option -> {
              for (Parameterization predicts : Parameterization.values()) {
                String value = predicts.name().toLowerCase(Locale.ROOT);
                changed(Kinds.OBJECTIVE, option.name(), value, Objective.class)
                    .ifPresent(objective -> others.put(predicts, objective));
              }
            });
    others.forEach(all::putIfAbsent);
    return new ObjectiveIdentities(all::get, List.copyOf(all.keySet())).findings();
  }

  /** The sampler with any number of steps; as it is where it has no such option. */
  private IntFunction<Sampler> sampler(Sampler own) {
    boolean hasSteps =
        option(Kinds.SAMPLER, int.class).filter(it -> it.name().equals(STEPS)).isPresent();
    Map<Integer, Sampler> made = new HashMap<>();
    return steps ->
        hasSteps
            ? made.computeIfAbsent(
                steps, n -> changed(Kinds.SAMPLER, STEPS, n, Sampler.class).orElse(own))
            : own;
  }

  private Optional<OptionType> option(Kind<?> kind, Type type) {
    return config.component(kind).type().optionTypes().stream()
        .filter(option -> option.type().equals(type))
        .findFirst();
  }

  /** A component with one option changed; empty if it refuses the value. */
  private <T> Optional<T> changed(Kind<?> kind, String option, Object value, Class<T> spi) {
    try {
      RunConfig other = config.with(kind.key() + "." + option, value);
      return Variants.make(other, spi, parts.data());
    } catch (ConfigException refused) {
      return Optional.empty();
    }
  }
}
