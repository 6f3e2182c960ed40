package org.tweedie.serve;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.image.ImageBytes;
import org.tweedie.engine.problem.Location;

/**
 * What a request for samples asks them to be, beside what options of a config say: numbers and
 * images; and whether that is too much of anything.
 *
 * @param numbers by name
 * @param images in the model's scale
 */
record AskedConditions(Map<String, Double> numbers, List<Batch> images) {

  static final String NUMBERS = "numbers";
  static final String IMAGES = "images";
  static final String UNCONDITIONAL = "unconditional";

  /** Characters of a caption: a page of text. */
  static final int LONGEST_CAPTION = 2000;

  /** Values of all images of a request, which wait with it: 8 MB. */
  private static final long MOST_VALUES = 2_000_000;

  /**
   * Reads both; what is wrong is noted.
   *
   * @param model whose images they are; empty where it is not known
   */
  static AskedConditions read(Fields fields, Optional<ServedModel> model, ClientLimits limits) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    fields.map(NUMBERS).forEach((name, value) -> number(name, value, numbers, fields));
    List<Value> said = fields.list(IMAGES);
    Optional<DataShape> shape = model.flatMap(it -> it.data().conditionImage());
    List<Batch> images = new ArrayList<>();
    if (!said.isEmpty() && model.isPresent()) {
      if (shape.isEmpty() || !model.get().told().contains(ConditionPart.IMAGE)) {
        problem(
            fields,
            "not-told",
            fields.place(IMAGES),
            IMAGES,
            "The model was trained without images, so it cannot be asked for samples by them.");
      } else if (limits.checkItems(IMAGES, said.size(), fields)
          && checkSize(said.size(), shape.get(), fields)) {
        for (Value value : said) {
          image(value, shape.get(), model.get(), fields).ifPresent(images::add);
        }
      }
    }
    return new AskedConditions(numbers, images);
  }

  private static void number(String name, Value value, Map<String, Double> numbers, Fields fields) {
    double number =
        value instanceof Value.Scalar scalar && scalar.isNumber()
            ? Double.parseDouble(scalar.text())
            : Double.NaN;
    // The model reckons in 32 bits.
    if (Float.isFinite((float) number)) {
      numbers.put(name, number);
    } else {
      problem(
          fields,
          "wrong-type",
          value.location(),
          NUMBERS + "." + name,
          "'%s' must be a number of 32 bits, not %s.".formatted(name, value.found()));
    }
  }

  private static boolean checkSize(int count, DataShape shape, Fields fields) {
    if (count <= MOST_VALUES / shape.size()) {
      return true;
    }
    problem(
        fields,
        "too-much",
        fields.place(IMAGES),
        IMAGES,
        "%d images of %s are more than one request may bring here.".formatted(count, shape));
    return false;
  }

  private static Optional<Batch> image(
      Value value, DataShape shape, ServedModel model, Fields fields) {
    if (!(value instanceof Value.Scalar scalar && scalar.isText())) {
      problem(
          fields,
          "wrong-type",
          value.location(),
          IMAGES,
          "An image must be all of a PNG or JPEG file in Base64, not %s.".formatted(value.found()));
      return Optional.empty();
    }
    try {
      return Optional.of(
          ImageBytes.read(
              "The image",
              Base64.getDecoder().decode(scalar.text()),
              shape,
              model.data().levels()));
    } catch (IllegalArgumentException | DataException broken) {
      problem(
          fields,
          broken instanceof DataException ? "unreadable-image" : "wrong-type",
          value.location(),
          IMAGES,
          broken instanceof DataException
              ? String.valueOf(broken.getMessage())
              : "An image must be all of a PNG or JPEG file in Base64: %s."
                  .formatted(broken.getMessage()));
      return Optional.empty();
    }
  }

  /** Notes what of a request's other conditions is too much, or goes with no condition at all. */
  static void check(SampleOptions options, ClientLimits limits, Fields fields) {
    for (String part : List.of("classes", "captions")) {
      int count = part.equals("classes") ? options.classes().size() : options.captions().size();
      if (fields.has(part)) {
        limits.checkItems(part, count, fields);
      }
    }
    if (fields.has("captions")
        && options.captions().stream().anyMatch(text -> text.length() > LONGEST_CAPTION)) {
      problem(
          fields,
          "too-much",
          fields.place("captions"),
          "sample.captions",
          "A caption may have %d characters at most here.".formatted(LONGEST_CAPTION));
    }
    if (fields.flag(UNCONDITIONAL)) {
      List.of("classes", "captions", NUMBERS, IMAGES).stream()
          .filter(fields::has)
          .forEach(
              part ->
                  problem(
                      fields,
                      "contradiction",
                      fields.place(part),
                      part,
                      "'%s' says what samples are to be, and '%s' that they are to be nothing in particular. Give one of the two."
                          .formatted(part, UNCONDITIONAL)));
    }
  }

  private static void problem(
      Fields fields, String code, Location place, String path, String sentence) {
    fields.problems().add(code, place, path, sentence);
  }
}
