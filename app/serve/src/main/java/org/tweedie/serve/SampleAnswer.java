package org.tweedie.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.Run.Output;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Samples as they are answered.
 *
 * @param request who asked
 */
record SampleAnswer(SampleRequest request) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** All samples as one file. */
  byte[] file(Batch samples) throws IOException {
    return request.format() == AnswerFormat.JSON
        ? numbers(samples)
        : file(samples, request.format().output());
  }

  private byte[] file(Batch samples, Output output) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    request.run().requests().write(request.asked(), samples, file, output);
    return file.toByteArray();
  }

  private byte[] numbers(Batch samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringProperty("model", request.model().name());
      json.writeNumberProperty("step", request.model().step());
      json.writeNumberProperty("seed", request.asked().options().seed());
      json.writeName("shape");
      json.writeStartArray();
      samples.shape().dimensions().forEach(json::writeNumber);
      json.writeEndArray();
      conditions(json);
      json.writeName("samples");
      json.writeStartArray();
      for (int i = 0; i < samples.count(); i++) {
        json.writeStartArray();
        for (float value : samples.example(i)) {
          json.writeNumber(value);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** What each sample was asked to be: its class, and its caption and numbers where it has any. */
  private void conditions(JsonGenerator json) {
    Condition each = request.run().requests().conditions(request.asked());
    Set<ConditionPart> known = each.known();
    list(
        json,
        "classes",
        each,
        i -> {
          if (each.label(i) == Condition.NONE) {
            json.writeNull();
          } else {
            json.writeString(request.model().data().classes().get(each.label(i)));
          }
        });
    if (known.contains(ConditionPart.CAPTION)) {
      list(
          json,
          "captions",
          each,
          i -> each.caption(i).ifPresentOrElse(json::writeString, json::writeNull));
    }
    if (known.contains(ConditionPart.NUMBERS)) {
      List<NumberScale> names = request.model().numbers();
      list(json, "numbers", each, i -> numbers(json, names, each.numbers(i)));
    }
  }

  private static void numbers(
      JsonGenerator json, List<NumberScale> names, Optional<float[]> numbers) {
    json.writeStartObject();
    for (int k = 0; k < names.size() && numbers.isPresent(); k++) {
      if (!Float.isNaN(numbers.get()[k])) {
        json.writeNumberProperty(names.get(k).name(), numbers.get()[k]);
      }
    }
    json.writeEndObject();
  }

  private static void list(JsonGenerator json, String name, Condition each, IntConsumer one) {
    json.writeName(name);
    json.writeStartArray();
    for (int i = 0; i < each.count(); i++) {
      one.accept(i);
    }
    json.writeEndArray();
  }

  /** What an event stream tells of a step. */
  String step(DrawJob.Told told) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("step", told.step());
    node.put("steps", told.steps());
    if (told.signal().isPresent() && request.isPictured()) {
      node.put("picture", base64(file(told.signal().get(), Output.GRID)));
    }
    return JSON.writeValueAsString(node);
  }

  /** What it ends with. */
  String done(Batch samples) throws IOException {
    if (request.format() == AnswerFormat.JSON) {
      return new String(numbers(samples), StandardCharsets.UTF_8);
    }
    ObjectNode node = JSON.createObjectNode();
    node.put("type", request.format().mediaType());
    node.put("base64", base64(file(samples)));
    return JSON.writeValueAsString(node);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
