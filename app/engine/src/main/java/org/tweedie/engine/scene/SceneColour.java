package org.tweedie.engine.scene;

import java.util.Locale;

/** The colours of objects, each far from the others and from the backgrounds, which are grey. */
public enum SceneColour {
  RED(215, 45, 45),
  GREEN(45, 150, 65),
  BLUE(45, 85, 210),
  YELLOW(235, 185, 35);

  private final int red;
  private final int green;
  private final int blue;

  SceneColour(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** The level of a channel, in 0..255. */
  int level(int channel) {
    return switch (channel) {
      case 0 -> red;
      case 1 -> green;
      default -> blue;
    };
  }

  /** As in captions. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
