package org.tweedie.engine.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tweedie.engine.scene.CaptionFit.Item;

class CaptionFitTest {

  private static SceneObject object(String look, double x, double y) {
    SceneLook read = SceneCaption.read("a " + look).orElseThrow().looks().get(0);
    return new SceneObject(read, x, y, read.size() == SceneSize.SMALL ? 3 : 5);
  }

  private static Set<Item> right(String caption, SceneObject... found) {
    CaptionFit fit =
        new CaptionFit(SceneCaption.read(caption).orElseThrow(), Optional.of(List.of(found)));
    EnumSet<Item> right = EnumSet.noneOf(Item.class);
    fit.items().stream().filter(fit::isRight).forEach(right::add);
    return right;
  }

  private static Set<Item> all(Item... without) {
    EnumSet<Item> all = EnumSet.allOf(Item.class);
    all.removeAll(Arrays.asList(without));
    return all;
  }

  @Test
  void whatWasAskedForIsRightInEveryItem() {
    assertThat(right("a red circle", object("red circle", 9, 9))).isEqualTo(all(Item.RELATION));
    assertThat(
            right(
                "a small red circle above a blue square",
                object("blue square", 10, 22),
                object("small red circle", 12, 8)))
        .isEqualTo(all());
  }

  @Test
  void eachItemIsJudgedByItself() {
    SceneObject circle = object("red circle", 8, 10);
    SceneObject square = object("blue square", 24, 12);
    String caption = "a red circle left of a blue square";
    assertThat(right(caption, circle)).containsExactly(Item.SIZE);
    assertThat(right(caption, object("green circle", 8, 10), square))
        .isEqualTo(all(Item.WHOLE, Item.COLOUR));
    assertThat(right(caption, object("red triangle", 8, 10), square))
        .isEqualTo(all(Item.WHOLE, Item.SHAPE));
    assertThat(right(caption, object("small red circle", 8, 10), square))
        .isEqualTo(all(Item.WHOLE, Item.SIZE));
    assertThat(right(caption, object("red circle", 24, 10), object("blue square", 8, 12)))
        .isEqualTo(all(Item.WHOLE, Item.RELATION));
    assertThat(right("two red circles", circle))
        .isEqualTo(all(Item.WHOLE, Item.COUNT, Item.RELATION));
  }

  /** Attributes in the wrong places are all there, and yet it is not what was asked for. */
  @Test
  void coloursThatChangedPlacesAreNoWholeScene() {
    assertThat(
            right(
                "a red circle left of a blue square",
                object("blue circle", 8, 10),
                object("red square", 24, 10)))
        .contains(Item.COUNT, Item.COLOUR, Item.SHAPE, Item.SIZE)
        .doesNotContain(Item.WHOLE);
  }

  @Test
  void aPictureOfNoSceneIsRightInNothing() {
    CaptionFit fit =
        new CaptionFit(SceneCaption.read("a red circle").orElseThrow(), Optional.empty());
    assertThat(Item.values()).noneMatch(fit::isRight);
    assertThat(fit.items()).doesNotContain(Item.RELATION);
  }
}
