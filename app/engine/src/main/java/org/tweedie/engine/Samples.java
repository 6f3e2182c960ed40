package org.tweedie.engine;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.problem.RunException;

/**
 * Which samples to draw. What is left open is as the run's config says. Immutable.
 *
 * @param count how many, at least 1
 * @param seed where their noise begins: the sample of an index is settled by it, however many are
 *     drawn
 * @param classes their classes in turn, by name or by number from 0; empty is as the config says
 * @param unconditional whether they are of no class, whatever classes there are
 */
public record Samples(
    OptionalInt count, OptionalLong seed, List<String> classes, boolean unconditional) {

  /** Copies. */
  public Samples {
    if (count.orElse(1) < 1) {
      throw new RunException("How many samples? At least 1, not %d.".formatted(count.getAsInt()));
    }
    classes = List.copyOf(classes);
  }

  /** As the run's config says. */
  public static Samples asConfigured() {
    return new Samples(OptionalInt.empty(), OptionalLong.empty(), List.of(), false);
  }

  /**
   * So many, of all classes in turn.
   *
   * @throws RunException if the count is below 1
   */
  public static Samples count(int count) {
    return new Samples(OptionalInt.of(count), OptionalLong.empty(), List.of(), false);
  }

  /** The same with another seed. */
  public Samples seed(long another) {
    return new Samples(count, OptionalLong.of(another), classes, unconditional);
  }

  /** The same of one class, by its number from 0. */
  public Samples ofClass(int label) {
    return ofClasses(List.of(Integer.toString(label)));
  }

  /** The same of classes in turn, by name or by number from 0. */
  public Samples ofClasses(List<String> others) {
    return new Samples(count, seed, others, unconditional);
  }

  /** The same of no class. */
  public Samples ofNoClass() {
    return new Samples(count, seed, List.of(), true);
  }

  /**
   * What one of several people asks for, whose samples are drawn side by side.
   *
   * @param samples which samples
   * @param options how many and which where that is left open, and how they are shown: in columns,
   *     at a scale; of what settles how they are drawn, the run's own config counts
   */
  public record Asked(Samples samples, SampleOptions options) {}

  int count(SampleOptions options) {
    return count.orElse(options.count());
  }

  long seed(SampleOptions options) {
    return seed.orElse(options.seed());
  }
}
