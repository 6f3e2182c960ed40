package org.tweedie.engine.score;

/**
 * One measure.
 *
 * @param key its name for machines
 * @param name its name for people
 * @param value what the samples have
 * @param standardError of the value; NaN where none is known
 * @param floor what as many examples of the data's other split have in the samples' place: about
 *     what a perfect model would have; NaN where there are too few
 * @param lowerIsBetter whether less is better
 */
public record Score(
    String key,
    String name,
    double value,
    double standardError,
    double floor,
    boolean lowerIsBetter) {}
