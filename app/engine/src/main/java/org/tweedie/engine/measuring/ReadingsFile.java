package org.tweedie.engine.measuring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.JsonChecksum;
import org.tweedie.engine.file.JsonFault;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file {@code readings.json} of a run: what its own config's measures found of its last
 * checkpoint.
 *
 * @param step the checkpoint's step
 * @param weights which weights were looked at: {@code ema}, {@code plain}, or as a config has it
 * @param samples how samples were drawn; empty where none were
 * @param measures for each reading its measure with all its options, as a config has it
 * @param readings the readings
 */
public record ReadingsFile(
    long step,
    String weights,
    Optional<Measurement.Drawn> samples,
    List<String> measures,
    List<Reading> readings) {

  /** The number of the file's format; a reader of another number would misunderstand it. */
  public static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  /** What stands in the file; a number that is not known is left out. */
  private record Written(
      Integer format,
      Long step,
      String weights,
      Measurement.@Nullable Drawn samples,
      List<Entry> readings) {}

  private record Entry(
      String key,
      String name,
      @Nullable Double value,
      @Nullable Double standardError,
      String unit,
      String better,
      @Nullable Double reference,
      String measure,
      @Nullable List<Double> examples) {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");

    boolean isWhole() {
      return Stream.of(key, name, unit, better, measure).noneMatch(Objects::isNull)
          && KEY.matcher(key).matches()
          && Arrays.stream(Better.values()).anyMatch(it -> word(it).equals(better))
          && (examples == null || examples.stream().noneMatch(Objects::isNull));
    }
  }

  /** Copies. */
  public ReadingsFile {
    measures = List.copyOf(measures);
    readings = List.copyOf(readings);
  }

  /** A reading by its key. */
  public Optional<Reading> reading(String key) {
    return readings.stream().filter(reading -> reading.key().equals(key)).findFirst();
  }

  /** Writes the file, whole or not at all. */
  public static void write(Path file, Measurement measurement) throws IOException {
    ObjectNode summed = JsonChecksum.added(JSON.valueToTree(written(measurement)));
    AtomicFile.write(file, JSON.writeValueAsString(summed) + "\n");
  }

  static String json(Measurement measurement) {
    return JSON.writeValueAsString(written(measurement));
  }

  private static Written written(Measurement measurement) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < measurement.readings().size(); i++) {
      Reading reading = measurement.readings().get(i);
      double[] examples = reading.examples();
      entries.add(
          new Entry(
              reading.key(),
              reading.name(),
              known(reading.value()),
              known(reading.standardError()),
              reading.unit(),
              word(reading.better()),
              known(reading.reference()),
              measurement.measures().get(i),
              examples.length == 0 ? null : Arrays.stream(examples).boxed().toList()));
    }
    return new Written(
        FORMAT,
        measurement.step(),
        measurement.weights(),
        measurement.samples().orElse(null),
        entries);
  }

  private static String word(Better better) {
    return better.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /**
   * Reads a run's file.
   *
   * @return empty where there is none, as in runs of the time before it
   * @throws FileFormatException if it is damaged, or of a format that this program does not know
   */
  public static Optional<ReadingsFile> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Written written;
    boolean changed;
    try {
      JsonNode tree = JSON.readTree(Files.readAllBytes(file));
      changed = !JsonChecksum.fits(tree);
      written = JSON.treeToValue(tree, Written.class);
    } catch (JacksonException damaged) {
      throw damaged(file, JsonFault.words(damaged));
    }
    if (written == null || written.format == null) {
      throw damaged(file, "it says of no format that it is of");
    }
    if (written.format != FORMAT) {
      throw new FileFormatException(
          "%s is of the format %d, and this program knows format %d: another version wrote it."
              .formatted(file, written.format, FORMAT));
    }
    if (changed) {
      throw damaged(file, JsonChecksum.CHANGED);
    }
    if (Stream.of(written.step, written.weights, written.readings).anyMatch(Objects::isNull)
        || !written.readings.stream().allMatch(Entry::isWhole)) {
      throw damaged(file, "something of it is missing");
    }
    return Optional.of(
        new ReadingsFile(
            written.step,
            written.weights,
            Optional.ofNullable(written.samples),
            written.readings.stream().map(Entry::measure).toList(),
            written.readings.stream().map(ReadingsFile::reading).toList()));
  }

  private static FileFormatException damaged(Path file, String what) {
    return new FileFormatException(
        "%s is damaged: %s. 'tweedie evaluate' writes it anew.".formatted(file, what));
  }

  private static Reading reading(Entry entry) {
    Reading reading =
        Reading.of(entry.key, number(entry.value))
            .named(entry.name)
            .withStandardError(number(entry.standardError))
            .inUnit(entry.unit)
            .withReference(number(entry.reference));
    if (entry.examples != null) {
      reading =
          reading.withExamples(entry.examples.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return reading.withBetter(Better.valueOf(entry.better.toUpperCase(Locale.ROOT)));
  }

  private static double number(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
