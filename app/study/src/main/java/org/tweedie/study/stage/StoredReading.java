package org.tweedie.study.stage;

import java.util.Objects;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.measure.Reading.Better;

/**
 * A reading as a file has it.
 *
 * @param key its name for machines
 * @param name its name for people
 * @param value the number
 * @param standardError of it; NaN where none is known
 * @param unit of both; may be empty
 * @param better which values are better
 * @param reference about what a perfect model would have; NaN where that is not known
 * @param examples the values whose mean it is; may be none
 */
record StoredReading(
    String key,
    String name,
    double value,
    double standardError,
    String unit,
    Better better,
    double reference,
    double[] examples) {

  /** What a damaged file lacks is told when it is read. */
  StoredReading {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(better, "better");
    Objects.requireNonNull(examples, "examples");
    Reading.of(key, value).withStandardError(standardError);
  }

  static StoredReading of(Reading reading) {
    return new StoredReading(
        reading.key(),
        reading.name(),
        reading.value(),
        reading.standardError(),
        reading.unit(),
        reading.better(),
        reading.reference(),
        reading.examples());
  }

  Reading reading() {
    return Reading.of(key, value)
        .named(name)
        .withStandardError(standardError)
        .inUnit(unit)
        .withBetter(better)
        .withReference(reference)
        .withExamples(examples);
  }
}
