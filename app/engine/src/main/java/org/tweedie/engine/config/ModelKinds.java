package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.plugin.ModelOptions;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.PluginCode;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problems;

/**
 * Which kinds of component a config's model is made of: a model without a sampler has none, and a
 * config that names one is refused.
 *
 * @param model the model; empty where none can be chosen, which is a diffusion then
 * @param latents what the model diffuses in the place of the data, which may be made of more
 */
record ModelKinds(Optional<Choice> model, Optional<Choice> latents) {

  /** Of a model, whatever is said of its latents. */
  ModelKinds(Optional<Choice> model) {
    this(model, Optional.empty());
  }

  /** The same with latents, which count where the model has some. */
  ModelKinds with(Optional<Choice> chosen) {
    return has(Kinds.LATENTS) ? new ModelKinds(model, chosen) : this;
  }

  /** Whether the model has components of a kind. */
  boolean has(Kind<?> kind) {
    return !Kinds.ofSomeModels().contains(kind)
        || own().contains(kind)
        || latents
            .flatMap(ModelKinds::told)
            .map(ModelOptions::kinds)
            .orElse(Set.of())
            .contains(kind);
  }

  private Set<Kind<?>> own() {
    return model.flatMap(ModelKinds::told).map(ModelOptions::kinds).orElse(Kinds.ofDiffusion());
  }

  private static Optional<ModelOptions> told(Choice choice) {
    return choice
        .options()
        .filter(ModelOptions.class::isInstance)
        .map(ModelOptions.class::cast)
        .map(options -> PluginCode.make(choice.type(), ModelOptions.class, () -> options));
  }

  /** Tells of a component of a kind that the model has none of. */
  void refuse(Kind<?> kind, Mapping config, Problems problems) {
    Entry entry = config.entries().get(kind.key());
    if (entry == null || isNothing(entry.value())) {
      return;
    }
    String others =
        Kinds.all().stream()
            .filter(one -> Kinds.ofSomeModels().contains(one) && has(one))
            .map(Kind::key)
            .collect(Collectors.joining(", "));
    problems.add(
        "unused-component",
        entry.key(),
        kind.key(),
        "%s as it is set here has no %s. What it has, beside what every model has: %s."
            .formatted(name(), kind.word(), others),
        "Please leave '%s' out, or choose another '%s'.".formatted(kind.key(), Kinds.MODEL.key()));
  }

  /** The components of a kind, of which the model needs one where it says that it has some. */
  List<Choice> needed(Kind<?> kind, List<Choice> choices, Mapping config, Problems problems) {
    Entry entry = config.entries().get(kind.key());
    // Without an autoencoder a diffusion is one of the data.
    boolean isNeeded = Kinds.ofSomeModels().contains(kind) && !kind.equals(Kinds.LATENTS);
    if (choices.isEmpty() && entry != null && isNeeded) {
      problems.add(
          "missing-component",
          entry.value().location(),
          kind.key(),
          "%s needs %s.".formatted(name(), kind.wordWithArticle()),
          "Please name one, or leave '%s' out for the default.".formatted(kind.key()));
    }
    return choices;
  }

  private String name() {
    return model.map(choice -> "The model '" + choice.reference() + "'").orElse("This model");
  }

  private static boolean isNothing(Value value) {
    return value instanceof Items items
        ? items.values().isEmpty()
        : value instanceof Scalar scalar && scalar.isNull();
  }

  /**
   * Layers of which one chooses another model than those below it, without what those say of kinds
   * that this one does not have, as a component whose type changes drops the other's options.
   */
  static List<Mapping> ofOneModel(List<Mapping> layers, Registry registry) {
    Optional<String> type = registry.byDefault(Kinds.MODEL).map(registry::reference);
    int changed = 0;
    for (int i = 0; i < layers.size(); i++) {
      Optional<String> chosen = typeName(layers.get(i));
      if (chosen.isPresent() && !chosen.equals(type)) {
        type = chosen;
        changed = i;
      }
    }
    if (changed == 0) {
      return layers;
    }
    ModelKinds kinds =
        new ModelKinds(chosen(Kinds.MODEL, layers, registry))
            .with(chosen(Kinds.LATENTS, layers, registry));
    List<Mapping> kept = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      kept.add(i < changed ? kinds.without(layers.get(i)) : layers.get(i));
    }
    return kept;
  }

  private static Optional<String> typeName(Mapping layer) {
    return Optional.ofNullable(layer.entries().get(Kinds.MODEL.key()))
        .map(entry -> Merger.asMap(entry.value()))
        .filter(Mapping.class::isInstance)
        .flatMap(component -> ComponentReader.typeName((Mapping) component));
  }

  /** What is wrong with the model is told where it is read for good. */
  private static Optional<Choice> chosen(Kind<?> kind, List<Mapping> layers, Registry registry) {
    Problems ignored = new Problems();
    Merger merger = new Merger(registry, ignored);
    Mapping merged =
        layers.stream()
            .map(layer -> alone(kind, layer))
            .reduce(Mapping.empty(layers.get(0).location()), merger::merge);
    return new ComponentReader(registry, new OptionBinder(ignored), ignored)
        .choose(kind, merged).stream().flatMap(List::stream).findFirst();
  }

  private static Mapping alone(Kind<?> kind, Mapping layer) {
    Map<String, Entry> entries = new LinkedHashMap<>(layer.entries());
    entries.keySet().retainAll(Set.of(kind.key()));
    return new Mapping(layer.location(), entries);
  }

  private Mapping without(Mapping layer) {
    Mapping kept = layer;
    for (Kind<?> kind : Kinds.ofSomeModels()) {
      if (!has(kind)) {
        kept = kept.without(kind.key());
      }
    }
    return kept;
  }
}
