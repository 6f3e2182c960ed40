package org.tweedie.api.measure;

import java.util.Arrays;
import java.util.Objects;

/**
 * One number of a measure, with what one must know to compare it. Immutable.
 *
 * <p>A reading begins with {@link #of} and is completed by methods that each return a new one:
 *
 * <pre>
 * Reading.of("frechet_distance", 0.19).named("Fréchet distance").withStandardError(0.02).lessIsBetter()
 * </pre>
 */
public final class Reading {

  /** Which values are the better ones. */
  public enum Better {
    /** Small ones, as of a distance or a loss. */
    LESS,
    /** Large ones, as of a share. */
    MORE,
    /** Neither: the number explains others. */
    NEITHER
  }

  private final String key;
  private final String name;
  private final double value;
  private final double standardError;
  private final String unit;
  private final Better better;
  private final double reference;
  private final double[] examples;

  private Reading(
      String key,
      String name,
      double value,
      double standardError,
      String unit,
      Better better,
      double reference,
      double[] examples) {
    this.key = key;
    this.name = name;
    this.value = value;
    this.standardError = standardError;
    this.unit = unit;
    this.better = better;
    this.reference = reference;
    this.examples = examples;
  }

  /**
   * A reading of which no value is better, without a standard error, named like its key.
   *
   * @param key its name for machines, {@code [a-z][a-z0-9_]*}; it stands in files and in studies'
   *     {@code metric}, so it does not change once released
   * @param value the number, finite; NaN where it is not defined, which people are told
   */
  public static Reading of(String key, double value) {
    if (!key.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "A reading's key is lower-case letters, digits and underscores, not '%s'."
              .formatted(key));
    }
    return new Reading(
        key,
        key.replace('_', ' '),
        value,
        Double.NaN,
        "",
        Better.NEITHER,
        Double.NaN,
        new double[0]);
  }

  /** The same with another key and the name that goes with it. */
  public Reading keyed(String another, String itsName) {
    return new Reading(
        of(another, value).key, itsName, value, standardError, unit, better, reference, examples);
  }

  /** The same with a name for people. */
  public Reading named(String words) {
    return new Reading(key, words, value, standardError, unit, better, reference, examples);
  }

  /** The same with the standard deviation of the value's own error: finite, at least 0. */
  public Reading withStandardError(double error) {
    return new Reading(key, name, value, error, unit, better, reference, examples);
  }

  /** The same with its unit, as in {@code bits/dim} or {@code s}. */
  public Reading inUnit(String itsUnit) {
    return new Reading(key, name, value, standardError, itsUnit, better, reference, examples);
  }

  /** The same where small values are the better ones. */
  public Reading lessIsBetter() {
    return withBetter(Better.LESS);
  }

  /** The same where large values are the better ones. */
  public Reading moreIsBetter() {
    return withBetter(Better.MORE);
  }

  /** The same where such values are the better ones. */
  public Reading withBetter(Better these) {
    return new Reading(key, name, value, standardError, unit, these, reference, examples);
  }

  /**
   * The same with what a perfect model would have, about: of distances to data, what as many other
   * examples of the data have in the samples' place.
   */
  public Reading withReference(double perfect) {
    return new Reading(key, name, value, standardError, unit, better, perfect, examples);
  }

  /**
   * The same with the values of single examples or samples whose mean it is, in a fixed order, so
   * that studies can tell chance of examples from chance of seeds. All are finite. Copied.
   */
  public Reading withExamples(double[] values) {
    return new Reading(key, name, value, standardError, unit, better, reference, values.clone());
  }

  /** Its name for machines. */
  public String key() {
    return key;
  }

  /** Its name for people. */
  public String name() {
    return name;
  }

  /** The number; NaN where it is not defined. */
  public double value() {
    return value;
  }

  /** The standard deviation of the value's own error; NaN where none is known. */
  public double standardError() {
    return standardError;
  }

  /** The unit; empty where it has none. */
  public String unit() {
    return unit;
  }

  /** Which values are the better ones. */
  public Better better() {
    return better;
  }

  /** About what a perfect model would have; NaN where that is not known. */
  public double reference() {
    return reference;
  }

  /** The values of single examples whose mean it is; empty where there are none. A copy. */
  public double[] examples() {
    return examples.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reading reading
        && key.equals(reading.key)
        && name.equals(reading.name)
        && Double.compare(value, reading.value) == 0
        && Double.compare(standardError, reading.standardError) == 0
        && unit.equals(reading.unit)
        && better == reading.better
        && Double.compare(reference, reading.reference) == 0
        && Arrays.equals(examples, reading.examples);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, value, standardError);
  }

  @Override
  public String toString() {
    return Double.isNaN(standardError)
        ? key + " = " + value
        : key + " = " + value + " +- " + standardError;
  }
}
