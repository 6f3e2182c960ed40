package org.tweedie.engine.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.objective.TimeDraw;

/**
 * What one training step is fed.
 *
 * @param step the step's number, from 1
 * @param signal the clean examples
 * @param labels their classes as the network sees them: hidden ones are the null class
 * @param condition what is known of them beside their classes; hidden parts are not known
 * @param draw the time of each example, with its density and weight; where time is discrete, the
 *     ends of steps
 * @param seed what the step's noise and dropout are drawn from
 * @param noise the noise of each example, where the objective couples the two
 * @param earlier the times that the objective's steps lead over, one after the other, each with a
 *     time for every example; empty where it has no such steps
 */
public record TrainingInput(
    long step,
    Batch signal,
    int[] labels,
    Condition condition,
    TimeDraw draw,
    long seed,
    Optional<Batch> noise,
    List<double[]> earlier) {

  /** Of which nothing but classes is known, with noise that is independent of the examples. */
  public TrainingInput(long step, Batch signal, int[] labels, TimeDraw draw, long seed) {
    this(
        step,
        signal,
        labels,
        Condition.none(labels.length),
        draw,
        seed,
        Optional.empty(),
        List.of());
  }

  /** With what is known beside classes. */
  public TrainingInput withCondition(Condition known) {
    return new TrainingInput(step, signal, labels, known, draw, seed, noise, earlier);
  }

  /** With the noise that goes with each example. */
  public TrainingInput withNoise(Batch coupled) {
    return new TrainingInput(
        step, signal, labels, condition, draw, seed, Optional.of(coupled), earlier);
  }

  /** At times from which the objective's steps lead over these. */
  public TrainingInput withSteps(double[] begins, List<double[]> over) {
    TimeDraw moved = new TimeDraw(begins, draw.densities(), draw.weights());
    return new TrainingInput(step, signal, labels, condition, moved, seed, noise, over);
  }

  /** One of several equal parts, counted from 0. */
  TrainingInput part(int index, int count) {
    int size = labels.length / count;
    int from = index * size;
    int to = from + size;
    return new TrainingInput(
        step,
        signal.slice(from, to),
        Arrays.copyOfRange(labels, from, to),
        condition.slice(from, to),
        new TimeDraw(
            Arrays.copyOfRange(draw.times(), from, to),
            Arrays.copyOfRange(draw.densities(), from, to),
            Arrays.copyOfRange(draw.weights(), from, to)),
        seed,
        noise.map(coupled -> coupled.slice(from, to)),
        earlier.stream().map(times -> Arrays.copyOfRange(times, from, to)).toList());
  }
}
