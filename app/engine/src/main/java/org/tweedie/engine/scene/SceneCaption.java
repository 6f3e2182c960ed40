package org.tweedie.engine.scene;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a caption says: one object, several that look alike, or two that do not and how they lie.
 * Each scene has one caption:
 *
 * <pre>
 * caption  = "a " look | ("two " | "three ") look "s" | "a " look relation "a " other look
 * look     = ["small "] colour " " shape
 * relation = " left of " | " above "
 * </pre>
 *
 * @param looks of the objects, in the order in which they are said
 * @param relation how the first lies to the second; there where they look different
 */
public record SceneCaption(List<SceneLook> looks, Optional<SceneRelation> relation) {

  private static final List<String> COUNTS = List.of("a", "two", "three");
  private static final String SMALL = "small";

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if no caption says that
   */
  public SceneCaption {
    looks = List.copyOf(looks);
    boolean alike = looks.stream().distinct().count() == 1;
    boolean isSaid =
        relation.isPresent() ? looks.size() == 2 && !alike : alike && looks.size() <= COUNTS.size();
    if (!isSaid) {
      throw new IllegalArgumentException("no caption says " + looks + " " + relation);
    }
  }

  /** Of one or several that look alike. */
  static SceneCaption of(int count, SceneLook look) {
    return new SceneCaption(Collections.nCopies(count, look), Optional.empty());
  }

  /** Of two that look different. */
  static SceneCaption of(SceneLook first, SceneRelation relation, SceneLook second) {
    return new SceneCaption(List.of(first, second), Optional.of(relation));
  }

  /** The caption of a scene; empty where the grammar has none. */
  public static Optional<SceneCaption> of(List<SceneObject> objects) {
    List<SceneLook> looks = objects.stream().map(SceneObject::look).toList();
    if (looks.stream().distinct().count() == 1) {
      return looks.size() > COUNTS.size()
          ? Optional.empty()
          : Optional.of(of(looks.size(), looks.get(0)));
    }
    if (objects.size() != 2) {
      return Optional.empty();
    }
    SceneObject one = objects.get(0);
    SceneObject other = objects.get(1);
    for (SceneRelation relation : SceneRelation.values()) {
      if (relation.holds(one, other)) {
        return Optional.of(of(one.look(), relation, other.look()));
      } else if (relation.holds(other, one)) {
        return Optional.of(of(other.look(), relation, one.look()));
      }
    }
    return Optional.empty();
  }

  /** How many objects there are. */
  int count() {
    return looks.size();
  }

  /** The caption: {@code a small red circle left of a blue square}. */
  public String text() {
    boolean several = count() > 1 && relation.isEmpty();
    String text = COUNTS.get(several ? count() - 1 : 0) + " " + looks.get(0).words(several);
    return relation
        .map(how -> text + " " + how.words() + " a " + looks.get(1).words(false))
        .orElse(text);
  }

  /** What is said together: colours of shapes, and shapes in a relation. */
  public Set<String> combinations() {
    Set<String> all = new LinkedHashSet<>();
    looks.forEach(look -> all.add(look.combination()));
    relation.ifPresent(
        how ->
            all.add(
                looks.get(0).shape().word()
                    + " "
                    + how.words()
                    + " "
                    + looks.get(1).shape().word()));
    return all;
  }

  /** All that captions can say together, in a fixed order. */
  static Set<String> allCombinations() {
    Set<String> all = new LinkedHashSet<>();
    for (SceneShape first : SceneShape.values()) {
      for (SceneColour colour : SceneColour.values()) {
        all.add(new SceneLook(SceneSize.PLAIN, colour, first).combination());
      }
      for (SceneRelation relation : SceneRelation.values()) {
        for (SceneShape second : SceneShape.values()) {
          all.add(first.word() + " " + relation.words() + " " + second.word());
        }
      }
    }
    return all;
  }

  /** Reads a caption, whatever the case of its letters; empty where the grammar has none such. */
  public static Optional<SceneCaption> read(String text) {
    Deque<String> words =
        new ArrayDeque<>(List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+")));
    int count = COUNTS.indexOf(words.poll()) + 1;
    Optional<SceneLook> look = look(words, count > 1);
    if (count == 0 || look.isEmpty()) {
      return Optional.empty();
    }
    if (words.isEmpty()) {
      return Optional.of(of(count, look.get()));
    }
    Optional<SceneRelation> relation = relation(words);
    if (count > 1 || relation.isEmpty() || !COUNTS.get(0).equals(words.poll())) {
      return Optional.empty();
    }
    return look(words, false)
        .filter(other -> words.isEmpty() && !other.equals(look.get()))
        .map(other -> of(look.get(), relation.get(), other));
  }

  private static Optional<SceneLook> look(Deque<String> words, boolean several) {
    SceneSize size = SMALL.equals(words.peek()) ? SceneSize.SMALL : SceneSize.PLAIN;
    if (size == SceneSize.SMALL) {
      words.poll();
    }
    String colourWord = words.poll();
    String shapeWord = words.poll();
    for (SceneColour colour : SceneColour.values()) {
      for (SceneShape shape : SceneShape.values()) {
        if (colour.word().equals(colourWord)
            && (several ? shape.words() : shape.word()).equals(shapeWord)) {
          return Optional.of(new SceneLook(size, colour, shape));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<SceneRelation> relation(Deque<String> words) {
    String first = words.poll();
    for (SceneRelation relation : SceneRelation.values()) {
      List<String> own = List.of(relation.words().split(" "));
      if (own.get(0).equals(first)) {
        boolean all = own.stream().skip(1).allMatch(word -> word.equals(words.poll()));
        return all ? Optional.of(relation) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
