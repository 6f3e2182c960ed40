package org.tweedie.engine.scene;

import java.util.Locale;

/** The colours of objects, each far from the others and from the backgrounds, which are grey. */
public enum SceneColour {
  RED(215, 45, 45),
  GREEN(45, 150, 65),
  BLUE(45, 85, 210),
  YELLOW(235, 185, 35);

  private final int[] levels;

  SceneColour(int... levels) {
    this.levels = levels;
  }

  /** The level of a channel, in 0..255. */
  int level(int channel) {
    return levels[channel];
  }

  /** As in captions. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
