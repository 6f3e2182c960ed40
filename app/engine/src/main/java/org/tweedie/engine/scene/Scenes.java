package org.tweedie.engine.scene;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.engine.problem.Closest;

/**
 * Pictures of coloured shapes with captions, 32 by 32 in colour, drawn when they are read: one
 * object, two or three that look alike, or two that do not and lie beside or above one another
 * ({@link SceneCaption}). A quarter are of each of the first two kinds, and half of the last.
 *
 * <p>Some combinations of what captions say are never trained: colours of shapes, and shapes in a
 * relation. Captions that have one of these are the other half of the test split, by which one sees
 * whether a model composes what it has learnt apart. Edges are smooth, all arithmetic is strict,
 * and a picture is a function of seed, split and index alone.
 */
@Description(
    "coloured shapes with captions, 32x32, drawn here: some combinations are never trained")
public final class Scenes implements DataSource {

  /** The names of the numbers that pictures may come with. */
  public static final List<String> NUMBERS = List.of("x", "y", "radius");

  /** The shape of a picture. */
  public static final DataShape SHAPE = DataShape.image(Scene.SIDE, Scene.SIDE, 3);

  private static final Levels LEVELS = new Levels(256);

  /** Which captions the test split has. */
  public enum TestCaptions {
    /** Such as training has. */
    SEEN,
    /** Such as training never has. */
    UNSEEN,
    /** One and the other in turn. */
    BOTH
  }

  /**
   * What can be chosen.
   *
   * @param count pictures of the training split
   * @param heldOut combinations that training never sees
   * @param test which captions the test split has
   * @param numbers whether pictures come with numbers too
   * @param seed what all is drawn from
   */
  public record Options(
      @Description("training pictures; the test split has a tenth as many")
          @Default("20000")
          @Min(100)
          @Max(10_000_000)
          int count,
      @Description(
              "what training never sees together, such as 'red triangle' or 'circle above square'")
          @Default("[red triangle, blue circle, yellow square, circle above triangle]")
          @NotNull
          List<String> heldOut,
      @Description(
              "captions of the test split: such as training has (seen), such as it never has"
                  + " (unseen), or one and the other in turn (both)")
          @Default("both")
          @NotNull
          TestCaptions test,
      @Description(
              "whether pictures come with numbers too: the middle of the objects, x and y, and"
                  + " their mean radius, in pixels")
          @Default("false")
          boolean numbers,
      @Description("seed of the pictures") @Default("1") long seed) {

    /** Copies the combinations. */
    public Options {
      heldOut = List.copyOf(heldOut);
    }
  }

  private final DataDescription description;
  private final Examples train;
  private final Examples test;

  /**
   * Draws nothing yet.
   *
   * @throws DataException if there is no such combination, or too little is left to be trained
   */
  @Inject
  public Scenes(Options options) {
    Set<String> heldOut = new LinkedHashSet<>(options.heldOut());
    check(heldOut);
    if (heldOut.isEmpty() && options.test() == TestCaptions.UNSEEN) {
      throw new DataException(
          "'test' is 'unseen', and nothing is held out. Name combinations in 'held-out', or set 'test' to 'seen'.");
    }
    DataDescription pictures = DataDescription.of(SHAPE).withLevels(LEVELS).withCaptions();
    description = options.numbers() ? pictures.withNumbers(NUMBERS) : pictures;
    train = new Drawn(options, heldOut, 1, options.count(), TestCaptions.SEEN);
    test =
        new Drawn(
            options,
            heldOut,
            2,
            options.count() / 10,
            heldOut.isEmpty() ? TestCaptions.SEEN : options.test());
  }

  private static void check(Set<String> heldOut) {
    Set<String> all = SceneCaption.allCombinations();
    for (String combination : heldOut) {
      if (!all.contains(combination)) {
        throw new DataException(
            "Nothing like '%s' can be held out.%s There are colours of shapes, such as 'red triangle', and shapes in a relation, such as 'circle above square'."
                .formatted(combination, Closest.question(combination, all)));
      }
    }
    List<String> left = all.stream().filter(it -> !heldOut.contains(it)).toList();
    List<String> coloured = left.stream().filter(it -> it.split(" ").length == 2).toList();
    for (SceneColour colour : SceneColour.values()) {
      check(colour.word(), coloured.stream().anyMatch(it -> it.startsWith(colour.word() + " ")));
    }
    for (SceneShape shape : SceneShape.values()) {
      check(shape.word(), coloured.stream().anyMatch(it -> it.endsWith(" " + shape.word())));
    }
    for (SceneRelation relation : SceneRelation.values()) {
      check(
          relation.words(),
          left.stream().anyMatch(it -> it.contains(" " + relation.words() + " ")));
    }
  }

  private static void check(String word, boolean isTrained) {
    if (!isTrained) {
      throw new DataException(
          "'held-out' leaves nothing with '%s' to be trained. Hold less out.".formatted(word));
    }
  }

  /** The numbers of objects that were found in a picture, in the order of {@link #NUMBERS}. */
  public static float[] numbers(List<SceneObject> objects) {
    return Scene.numbers(objects);
  }

  @Override
  public DataDescription description() {
    return description;
  }

  @Override
  public Examples train() {
    return train;
  }

  @Override
  public Examples test() {
    return test;
  }

  /**
   * Pictures that are drawn when they are read.
   *
   * @param split tells the pictures of one split from those of the other
   * @param size how many there are
   * @param captions which captions they have
   */
  private record Drawn(
      Options options, Set<String> heldOut, long split, int size, TestCaptions captions)
      implements Examples {

    private static final SceneLook[] LOOKS = SceneLook.all();

    @Override
    public void read(int index, float[] target, int offset) {
      byte[] levels = scene(index).picture();
      for (int k = 0; k < levels.length; k++) {
        target[offset + k] = LEVELS.value(Byte.toUnsignedInt(levels[k]));
      }
    }

    @Override
    public int label(int index) {
      return Condition.NONE;
    }

    @Override
    public Optional<String> caption(int index) {
      return Optional.of(caption(index, random(index)).text());
    }

    @Override
    public float[] numbers(int index) {
      return options.numbers() ? scene(index).numbers() : new float[0];
    }

    private Scene scene(int index) {
      RandomGenerator random = random(index);
      return Scene.draw(caption(index, random), random);
    }

    private RandomGenerator random(int index) {
      long stream = (split << Integer.SIZE) + index;
      return new SplittableRandom(
          new SplittableRandom(options.seed()).nextLong()
              ^ new SplittableRandom(stream).nextLong());
    }

    private SceneCaption caption(int index, RandomGenerator random) {
      boolean unseen =
          captions == TestCaptions.UNSEEN || (captions == TestCaptions.BOTH && index % 2 == 1);
      SceneCaption caption;
      do {
        caption = any(random);
      } while (Collections.disjoint(caption.combinations(), heldOut) == unseen);
      return caption;
    }

    private static SceneCaption any(RandomGenerator random) {
      SceneLook look = LOOKS[random.nextInt(LOOKS.length)];
      return switch (random.nextInt(4)) {
        case 0 -> SceneCaption.of(1, look);
        case 1 -> SceneCaption.of(2 + random.nextInt(2), look);
        default -> {
          SceneLook other;
          do {
            other = LOOKS[random.nextInt(LOOKS.length)];
          } while (other.equals(look));
          SceneRelation[] relations = SceneRelation.values();
          yield SceneCaption.of(look, relations[random.nextInt(relations.length)], other);
        }
      };
    }
  }
}
