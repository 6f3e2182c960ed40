package org.tweedie.engine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.problem.RunException;

/**
 * Which samples to draw. What is left open is as the run's config says. Immutable.
 *
 * @param count how many, at least 1
 * @param seed where their noise begins: the sample of an index is settled by it, however many are
 *     drawn, but for rounding where a run calculates its batches in parts
 * @param classes their classes in turn, by name or by number from 0; empty is as the config says
 * @param captions their captions in turn; empty is as the config says
 * @param numbers the numbers that all of them are to have, by name
 * @param images the images that they are to go with in turn: PNG or JPEG
 * @param part which of them, of all that the rest says; empty is all
 * @param unconditional whether nothing is asked of them, whatever the model is told
 */
public record Samples(
    OptionalInt count,
    OptionalLong seed,
    List<String> classes,
    List<String> captions,
    Map<String, Double> numbers,
    List<Path> images,
    Optional<Part> part,
    boolean unconditional) {

  /**
   * Consecutive samples of many, each the one that it is among all.
   *
   * @param from the index of the first of them, at least 0
   * @param to the index after the last of them
   */
  public record Part(int from, int to) {

    /** Checks that there are any. */
    public Part {
      if (from < 0 || to <= from) {
        throw new RunException("There are no samples from number %d to %d.".formatted(from, to));
      }
    }
  }

  /** Copies. */
  public Samples {
    if (count.orElse(1) < 1) {
      throw new RunException("How many samples? At least 1, not %d.".formatted(count.getAsInt()));
    }
    classes = List.copyOf(classes);
    captions = List.copyOf(captions);
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    images = List.copyOf(images);
  }

  /** As the run's config says. */
  public static Samples asConfigured() {
    return new Samples(
        OptionalInt.empty(),
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Optional.empty(),
        false);
  }

  /**
   * So many, of all classes in turn.
   *
   * @throws RunException if the count is below 1
   */
  public static Samples count(int count) {
    Samples all = asConfigured();
    return all.with(OptionalInt.of(count), all.seed);
  }

  /** The same with another seed. */
  public Samples seed(long another) {
    return with(count, OptionalLong.of(another));
  }

  /** The same of one class, by its number from 0. */
  public Samples ofClass(int label) {
    return ofClasses(List.of(Integer.toString(label)));
  }

  /** The same of classes in turn, by name or by number from 0. */
  public Samples ofClasses(List<String> others) {
    return new Samples(count, seed, others, captions, numbers, images, part, unconditional);
  }

  /** The same with captions in turn. */
  public Samples ofCaptions(List<String> texts) {
    return new Samples(count, seed, classes, texts, numbers, images, part, unconditional);
  }

  /** The same with numbers, by name. */
  public Samples ofNumbers(Map<String, Double> values) {
    return new Samples(count, seed, classes, captions, values, images, part, unconditional);
  }

  /** The same for images in turn: PNG or JPEG files. */
  public Samples ofImages(List<Path> files) {
    return new Samples(count, seed, classes, captions, numbers, files, part, unconditional);
  }

  /** The same of which nothing is asked: of no class, and without a caption. */
  public Samples ofNoClass() {
    return new Samples(count, seed, List.of(), List.of(), Map.of(), List.of(), part, true);
  }

  /**
   * Some of these: what a sample is depends on its index, whoever draws it.
   *
   * @param from the index of the first
   * @param to the index after the last
   * @throws RunException if there are none
   */
  public Samples part(int from, int to) {
    return new Samples(
        count,
        seed,
        classes,
        captions,
        numbers,
        images,
        Optional.of(new Part(from, to)),
        unconditional);
  }

  private Samples with(OptionalInt other, OptionalLong another) {
    return new Samples(other, another, classes, captions, numbers, images, part, unconditional);
  }

  /**
   * What one of several people asks for, whose samples are drawn side by side.
   *
   * @param samples which samples
   * @param options how many and which where that is left open, and how they are shown: in columns,
   *     at a scale; of what settles how they are drawn, the run's own config counts
   * @param images that they are to go with in turn, in the model's scale, before the files of the
   *     samples
   */
  public record Asked(Samples samples, SampleOptions options, List<Batch> images) {

    /** Copies. */
    public Asked {
      images = List.copyOf(images);
    }

    /** Of samples that go with no image but those of files. */
    public Asked(Samples samples, SampleOptions options) {
      this(samples, options, List.of());
    }
  }

  /** How many there are in all. */
  int count(SampleOptions options) {
    return count.orElse(options.count());
  }

  /** Those that are drawn. */
  Part drawn(SampleOptions options) {
    int all = count(options);
    Part drawn = part.orElse(new Part(0, all));
    if (drawn.to() > all) {
      throw new RunException(
          "There are %d samples, and no number %d.".formatted(all, drawn.to() - 1));
    }
    return drawn;
  }

  long seed(SampleOptions options) {
    return seed.orElse(options.seed());
  }
}
