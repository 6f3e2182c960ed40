package org.tweedie.engine.scene;

import java.util.ArrayList;
import java.util.List;

/**
 * What is said of an object.
 *
 * @param size its size
 * @param colour its colour
 * @param shape its shape
 */
public record SceneLook(SceneSize size, SceneColour colour, SceneShape shape) {

  /** As in captions, without a word for how many: {@code small red circle}. */
  String words(boolean several) {
    return (size == SceneSize.SMALL ? "small " : "")
        + colour.word()
        + " "
        + (several ? shape.words() : shape.word());
  }

  /** Colour and shape, which training may never see together: {@code red circle}. */
  String combination() {
    return colour.word() + " " + shape.word();
  }

  /** In how many of the three it is like another. */
  int agreement(SceneLook other) {
    return (size == other.size ? 1 : 0)
        + (colour == other.colour ? 1 : 0)
        + (shape == other.shape ? 1 : 0);
  }

  /** All that there are, in a fixed order. */
  static SceneLook[] all() {
    List<SceneLook> all = new ArrayList<>();
    for (SceneSize size : SceneSize.values()) {
      for (SceneColour colour : SceneColour.values()) {
        for (SceneShape shape : SceneShape.values()) {
          all.add(new SceneLook(size, colour, shape));
        }
      }
    }
    return all.toArray(new SceneLook[0]);
  }
}
