package org.tweedie.engine.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneCaptionTest {

  private static final SceneLook SMALL_RED_CIRCLE =
      new SceneLook(SceneSize.SMALL, SceneColour.RED, SceneShape.CIRCLE);
  private static final SceneLook BLUE_SQUARE =
      new SceneLook(SceneSize.PLAIN, SceneColour.BLUE, SceneShape.SQUARE);

  /**
   * All captions that there are: 24 looks alone, twice and thrice, and two of them in a relation.
   */
  static List<SceneCaption> all() {
    List<SceneCaption> all = new ArrayList<>();
    for (SceneLook look : SceneLook.all()) {
      for (int count = 1; count <= 3; count++) {
        all.add(SceneCaption.of(count, look));
      }
      for (SceneRelation relation : SceneRelation.values()) {
        for (SceneLook other : SceneLook.all()) {
          if (!other.equals(look)) {
            all.add(SceneCaption.of(look, relation, other));
          }
        }
      }
    }
    return all;
  }

  @Test
  void readsWhatItWritesAndWritesNothingTwice() {
    assertThat(all()).hasSize(24 * 3 + 24 * 23 * 2);
    assertThat(all())
        .allSatisfy(caption -> assertThat(SceneCaption.read(caption.text())).contains(caption))
        .extracting(SceneCaption::text)
        .doesNotHaveDuplicates();
  }

  @Test
  void saysWhatPeopleWouldSay() {
    assertThat(SceneCaption.of(1, SMALL_RED_CIRCLE).text()).isEqualTo("a small red circle");
    assertThat(SceneCaption.of(2, BLUE_SQUARE).text()).isEqualTo("two blue squares");
    assertThat(SceneCaption.of(SMALL_RED_CIRCLE, SceneRelation.LEFT_OF, BLUE_SQUARE).text())
        .isEqualTo("a small red circle left of a blue square");
    assertThat(SceneCaption.read("  Three SMALL red circles "))
        .contains(SceneCaption.of(3, SMALL_RED_CIRCLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a red",
        "red circle",
        "a red circles",
        "two red circle",
        "four red circles",
        "a red small circle",
        "a red circle a blue square",
        "a red circle left a blue square",
        "a red circle left of blue square",
        "a red circle left of a blue square above",
        "a red circle above a red circle",
        "two red circles above a blue square",
        "a purple circle",
        "\u0000"
      })
  void readsNothingElse(String text) {
    assertThat(SceneCaption.read(text)).isEmpty();
  }

  @Test
  void combinationsAreColoursOfShapesAndShapesInARelation() {
    assertThat(SceneCaption.of(SMALL_RED_CIRCLE, SceneRelation.ABOVE, BLUE_SQUARE).combinations())
        .containsExactly("red circle", "blue square", "circle above square");
    assertThat(SceneCaption.allCombinations()).hasSize(4 * 3 + 3 * 2 * 3);
    assertThat(all())
        .allSatisfy(
            caption ->
                assertThat(SceneCaption.allCombinations()).containsAll(caption.combinations()));
  }

  @Test
  void captionsOfScenesGoByWhereObjectsLie() {
    SceneObject circle = new SceneObject(SMALL_RED_CIRCLE, 20, 10, 3);
    SceneObject square = new SceneObject(BLUE_SQUARE, 8, 14, 5);
    SceneCaption expected = SceneCaption.of(BLUE_SQUARE, SceneRelation.LEFT_OF, SMALL_RED_CIRCLE);
    assertThat(SceneCaption.of(List.of(circle, square))).contains(expected);
    assertThat(SceneCaption.of(List.of(square, circle))).contains(expected);
    SceneObject below = new SceneObject(BLUE_SQUARE, 16, 25, 5);
    assertThat(SceneCaption.of(List.of(below, circle)))
        .contains(SceneCaption.of(SMALL_RED_CIRCLE, SceneRelation.ABOVE, BLUE_SQUARE));
    assertThat(SceneCaption.of(List.of(circle, circle, circle)))
        .contains(SceneCaption.of(3, SMALL_RED_CIRCLE));
    assertThat(SceneCaption.of(List.of(circle, circle, circle, circle))).isEmpty();
    assertThat(SceneCaption.of(List.of(circle, square, circle))).isEmpty();
    assertThat(SceneCaption.of(List.<SceneObject>of())).isEmpty();
  }

  @Test
  void refusesWhatNoCaptionSays() {
    assertThatThrownBy(() -> new SceneCaption(List.of(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SceneCaption.of(4, BLUE_SQUARE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SceneCaption.of(BLUE_SQUARE, SceneRelation.ABOVE, BLUE_SQUARE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
