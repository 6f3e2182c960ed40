package org.tweedie.serve;

import java.util.List;
import java.util.Locale;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.ConfigSchema;
import org.tweedie.engine.plugin.Registry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be asked, as an OpenAPI document (3.1.0, whose schemas are JSON Schema 2020-12). The
 * schemas of components and options are those of configs, which are made of the same descriptions
 * that requests are read by.
 */
final class OpenApiDocument {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String OLD = "#/$defs/";
  private static final String NEW = "#/components/schemas/";
  private static final String REF = "$ref";
  private static final String TYPE = "type";
  private static final String DESCRIPTION = "description";

  private final ObjectNode schema;
  private final ObjectNode root = JSON.createObjectNode();
  private final ServingOptions options;

  private OpenApiDocument(Registry registry, ServingOptions options) {
    schema = (ObjectNode) JSON.readTree(ConfigSchema.of(registry, true));
    this.options = options;
  }

  /** The document for all that can be asked of models made of some components. */
  static ObjectNode of(Registry registry, ServingOptions options) {
    return new OpenApiDocument(registry, options).write();
  }

  private ObjectNode write() {
    root.put("openapi", "3.1.0");
    ObjectNode info = root.putObject("info");
    info.put("title", "Tweedie");
    info.put("version", "1");
    info.put(DESCRIPTION, "Samples, measures and clean images of trained diffusion models.");
    ObjectNode paths = root.putObject("paths");
    ObjectNode samples = post(paths, "/v1/sample", "Draw samples", "SampleRequest");
    for (AnswerFormat format : AnswerFormat.values()) {
      content(samples, format.mediaType());
    }
    content(samples, EventStream.MEDIA_TYPE);
    content(
        post(paths, "/v1/evaluate", "Take measures of a model", "EvaluateRequest"),
        AnswerFormat.JSON.mediaType());
    content(
        post(paths, "/v1/denoise", "Take noise out of an image", "DenoiseRequest"),
        AnswerFormat.PNG.mediaType());
    get(paths, "/v1/models", "The models, and how much may be asked of them", "application/json");
    get(paths, "/health", "Whether the server takes requests", "application/json");
    get(paths, "/metrics", "What the server counts, for Prometheus", "text/plain");
    get(paths, "/openapi.json", "This document", "application/json");
    ObjectNode components = root.putObject("components");
    ObjectNode schemas = components.putObject("schemas");
    schemas.set("SampleRequest", sampleRequest());
    schemas.set("EvaluateRequest", evaluateRequest());
    schemas.set("DenoiseRequest", denoiseRequest());
    schemas.set("Error", error());
    EvaluateRequest.CHOSEN.forEach(kind -> definitions(schemas, kind));
    if (options.token().isPresent()) {
      ObjectNode bearer = components.putObject("securitySchemes").putObject("token");
      bearer.put(TYPE, "http").put("scheme", "bearer");
      root.putArray("security").addObject().putArray("token");
    }
    return root;
  }

  private ObjectNode post(ObjectNode paths, String path, String summary, String body) {
    ObjectNode operation = paths.putObject(path).putObject("post");
    operation.put("summary", summary);
    operation.put("operationId", path.substring(path.lastIndexOf('/') + 1));
    ObjectNode request = operation.putObject("requestBody");
    request.put("required", true);
    request
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put(REF, NEW + body);
    ObjectNode responses = operation.putObject("responses");
    ObjectNode well = responses.putObject("200");
    well.put(DESCRIPTION, "Done");
    error(responses, "400", "The request is wrong; all its problems, each at its place");
    error(responses, "413", "The request is too large");
    error(responses, "422", "The model gives what are no numbers with these options");
    error(responses, "429", "Too many requests wait; Retry-After says when to ask again");
    error(responses, "503", "It took too long, or the server stops");
    if (options.token().isPresent()) {
      error(responses, "401", "A token is needed");
    }
    return well;
  }

  private static void content(ObjectNode response, String mediaType) {
    ObjectNode of = response.withObject("/content").putObject(mediaType);
    if (mediaType.equals(EventStream.MEDIA_TYPE)) {
      of.putObject("schema")
          .put(TYPE, "string")
          .put(
              DESCRIPTION,
              "Events: 'queued', then 'step' with step, steps and now and then a picture of what"
                  + " the model takes the samples to be, then 'done' with the samples in the format"
                  + " asked for, or 'failed' with an error.");
    } else if (mediaType.equals(AnswerFormat.JSON.mediaType())) {
      of.putObject("schema").put(TYPE, "object");
    }
  }

  private void error(ObjectNode responses, String status, String description) {
    ObjectNode response = responses.putObject(status);
    response.put(DESCRIPTION, description);
    response
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put(REF, NEW + "Error");
  }

  private static void get(ObjectNode paths, String path, String summary, String mediaType) {
    ObjectNode operation = paths.putObject(path).putObject("get");
    operation.put("summary", summary);
    ObjectNode well = operation.putObject("responses").putObject("200");
    well.put(DESCRIPTION, "Done");
    well.putObject("content").putObject(mediaType);
  }

  private ObjectNode request() {
    ObjectNode node = JSON.createObjectNode();
    node.put(TYPE, "object");
    ObjectNode model = node.putObject("properties").putObject("model");
    model.put(TYPE, "string");
    model.put(DESCRIPTION, "which model; may be left out where there is one");
    node.put("additionalProperties", false);
    return node;
  }

  private void chosen(ObjectNode properties, List<Kind<?>> kinds) {
    kinds.forEach(kind -> properties.putObject(kind.key()).put(REF, NEW + kind.key()));
  }

  private ObjectNode sampleRequest() {
    ObjectNode node = request();
    ObjectNode properties = (ObjectNode) node.get("properties");
    ObjectNode own =
        (ObjectNode) schema.get("properties").get(SampleRequest.SECTION).get("properties");
    for (String option : SampleRequest.OPTIONS) {
      properties.set(option, own.get(option).deepCopy());
    }
    ((ObjectNode) properties.get("count")).put("maximum", options.maxCount());
    conditions(properties);
    chosen(properties, SampleRequest.CHOSEN);
    field(
        properties,
        AskedConditions.UNCONDITIONAL,
        "boolean",
        "samples of no particular class, of no caption, number or image");
    ObjectNode format = field(properties, "format", "string", "what the answer is, before Accept");
    ArrayNode words = format.putArray("enum");
    for (AnswerFormat word : AnswerFormat.values()) {
      words.add(word.name().toLowerCase(Locale.ROOT));
    }
    field(properties, "frames", "integer", "pictures of the way in an event stream")
        .put("minimum", 0)
        .put("maximum", 60)
        .put("default", 20);
    return node;
  }

  /** How much may be said of samples; which of it a model is told, /v1/models says. */
  private void conditions(ObjectNode properties) {
    ObjectNode numbers =
        field(
            properties,
            AskedConditions.NUMBERS,
            "object",
            "numbers that all samples are to have, by their names in the data");
    numbers.putObject("additionalProperties").put(TYPE, "number");
    ObjectNode images =
        field(
            properties,
            AskedConditions.IMAGES,
            "array",
            "images that samples are to go with in turn, all of a PNG or JPEG file each");
    images.putObject("items").put(TYPE, "string").put("contentEncoding", "base64");
    for (String list : List.of("classes", "captions", AskedConditions.IMAGES)) {
      ((ObjectNode) properties.get(list)).put("maxItems", options.maxCount());
    }
    properties
        .withObject("captions")
        .withObject("items")
        .put("maxLength", AskedConditions.LONGEST_CAPTION);
  }

  private ObjectNode evaluateRequest() {
    ObjectNode node = request();
    chosen((ObjectNode) node.get("properties"), EvaluateRequest.CHOSEN);
    return node;
  }

  private ObjectNode denoiseRequest() {
    ObjectNode node = request();
    ObjectNode properties = (ObjectNode) node.get("properties");
    field(properties, "image", "string", "all of a PNG or JPEG file of the model's size")
        .put("contentEncoding", "base64");
    field(
            properties,
            "noise-level",
            "number",
            "standard deviation of the noise, in grey values of 255")
        .put("exclusiveMinimum", 0);
    field(
            properties,
            "steps",
            "integer",
            "1 for the mean of all clean images; more for a likely one")
        .put("minimum", 1)
        .put("maximum", options.maxSteps())
        .put("default", 1);
    field(properties, "class", "string", "what the image shows, by name or number from 0");
    node.putArray("required").add("image").add("noise-level");
    return node;
  }

  private static ObjectNode field(
      ObjectNode properties, String name, String type, String description) {
    ObjectNode field = properties.putObject(name);
    field.put(TYPE, type).put(DESCRIPTION, description);
    return field;
  }

  private static ObjectNode error() {
    ObjectNode node = JSON.createObjectNode();
    node.put(TYPE, "object");
    ObjectNode properties = node.putObject("properties");
    field(properties, "status", "integer", "of HTTP");
    field(properties, "message", "string", "all problems, for people");
    ObjectNode one =
        field(properties, "problems", "array", "one by one").putObject("items").put(TYPE, "object");
    ObjectNode problem = one.putObject("properties");
    field(problem, "code", "string", "a stable name of the kind of problem");
    field(problem, "place", "string", "where: request:LINE:COLUMN");
    field(problem, "line", "integer", "from 1");
    field(problem, "column", "integer", "from 1");
    field(problem, "path", "string", "the option, as a config has it");
    field(problem, "lines", "array", "what is wrong, and what to do about it")
        .putObject("items")
        .put(TYPE, "string");
    return node;
  }

  /** The schemas of a kind's components, as configs have them. */
  private void definitions(ObjectNode schemas, Kind<?> kind) {
    schema
        .get("$defs")
        .properties()
        .forEach(
            definition -> {
              String name = definition.getKey();
              if (name.equals(kind.key()) || name.startsWith(kind.key() + ".")) {
                JsonNode copy = definition.getValue().deepCopy();
                refer(copy);
                schemas.set(allowed(name), copy);
              }
            });
  }

  private static void refer(JsonNode node) {
    if (node instanceof ObjectNode object) {
      JsonNode reference = object.get(REF);
      if (reference != null) {
        object.put(REF, NEW + allowed(reference.asString().substring(OLD.length())));
      }
    }
    node.forEach(OpenApiDocument::refer);
  }

  /** A name with the characters that the document allows. */
  private static String allowed(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
