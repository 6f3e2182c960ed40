package org.tweedie.serve;

import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.Levels;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.picture.BatchPicture;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which models there are, and what can be asked of them.
 *
 * @param models all
 * @param options how much may be asked for
 */
record ModelList(ServedModels models, ServingOptions options) {

  private static final JsonMapper JSON = JsonMapper.shared();

  ObjectNode json() {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode all = node.putArray("models");
    models.all().forEach(model -> model(all.addObject(), model));
    ObjectNode limits = node.putObject("limits");
    limits.put("count", options.maxCount());
    limits.put("steps", options.maxSteps());
    limits.put("bytes", RequestBody.LARGEST);
    limits.put("seconds", options.timeout().toSeconds());
    return node;
  }

  private static void model(ObjectNode node, ServedModel model) {
    node.put("name", model.name());
    node.put("step", model.step());
    node.put("parameters", model.parameters());
    ArrayNode shape = node.putArray("shape");
    model.data().shape().dimensions().forEach(shape::add);
    model.data().levels().map(Levels::count).ifPresent(levels -> node.put("levels", levels));
    ArrayNode classes = node.putArray("classes");
    model.data().classes().forEach(classes::add);
    conditions(node.putArray("conditions"), model);
    node.put("unconditional", model.drawsUnconditionally());
    node.put("pictures", BatchPicture.canShow(model.data()));
    node.put("count", model.config().sample().count());
    node.put("columns", model.config().sample().columns());
    node.put("seed", model.config().sample().seed());
    for (Kind<?> kind : SampleRequest.CHOSEN) {
      ObjectNode chosen = node.putObject(kind.key());
      ArrayNode own = chosen.putArray("own");
      model.config().components(kind).forEach(choice -> own.add(choice.reference()));
      ArrayNode others = chosen.putArray("others");
      // A model that has none of a kind of its own cannot be given any.
      if (!model.config().components(Kinds.SAMPLER).isEmpty()) {
        components(others, kind, model.config().registry());
      }
    }
    node.put("scale", hasScale(model));
    ArrayNode withScale = node.putArray("guidanceWithScale");
    model.guidanceWithScale().forEach(withScale::add);
  }

  /** What the model is told of a sample, and what of that may be left out. */
  private static void conditions(ArrayNode all, ServedModel model) {
    for (ConditionPart part : model.told()) {
      ObjectNode node = all.addObject();
      node.put("part", part.word());
      node.put("optional", model.drawsWithout(part));
      switch (part) {
        case NUMBERS -> {
          ArrayNode numbers = node.putArray("numbers");
          for (NumberScale scale : model.numbers()) {
            numbers
                .addObject()
                .put("name", scale.name())
                .put("mean", scale.mean())
                .put("deviation", scale.deviation());
          }
        }
        case IMAGE -> {
          ArrayNode shape = node.putArray("shape");
          model.data().conditionImage().orElseThrow().dimensions().forEach(shape::add);
        }
        case CAPTION -> node.put("longest", AskedConditions.LONGEST_CAPTION);
        case CLASS -> {
          // The names are listed beside this.
        }
      }
    }
  }

  private static void components(ArrayNode node, Kind<?> kind, Registry registry) {
    for (ComponentType type : registry.all(kind)) {
      if (type.isChosenByName()) {
        ObjectNode one = node.addObject();
        one.put("name", registry.reference(type));
        type.description().ifPresent(text -> one.put("description", text));
        one.put("steps", has(type, "steps"));
        one.put("scale", has(type, "scale"));
      }
    }
  }

  /** Whether the run's own guidance has a scale, which a request may change. */
  private static boolean hasScale(ServedModel model) {
    return model.config().components(Kinds.GUIDANCE).stream()
        .anyMatch(choice -> has(choice.type(), "scale"));
  }

  private static boolean has(ComponentType type, String option) {
    return type.optionTypes().stream().anyMatch(o -> o.name().equals(option));
  }
}
