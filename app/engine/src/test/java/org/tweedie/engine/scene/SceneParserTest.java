package org.tweedie.engine.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.Levels;

class SceneParserTest {

  private static final Levels LEVELS = new Levels(256);

  private static float[] values(byte[] picture) {
    float[] values = new float[picture.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = LEVELS.value(Byte.toUnsignedInt(picture[k]));
    }
    return values;
  }

  private static float[] noisy(float[] values, double deviation, RandomGenerator random) {
    float[] noisy = values.clone();
    for (int k = 0; k < noisy.length; k++) {
      noisy[k] += (float) (deviation * random.nextGaussian());
      noisy[k] = Math.max(-1, Math.min(1, noisy[k]));
    }
    return noisy;
  }

  private static SceneObject nearest(SceneObject to, List<SceneObject> objects) {
    return objects.stream()
        .min(
            Comparator.comparingDouble(it -> Math.abs(it.x() - to.x()) + Math.abs(it.y() - to.y())))
        .orElseThrow();
  }

  /** All 1,176 captions, each in three places: what is drawn is what is found. */
  @Test
  void givesBackEveryCleanScene() {
    SplittableRandom random = new SplittableRandom(1);
    for (SceneCaption caption : SceneCaptionTest.all()) {
      for (int i = 0; i < 3; i++) {
        Scene scene = Scene.draw(caption, random);
        Optional<List<SceneObject>> found = SceneParser.parse(values(scene.picture()), 0);
        assertThat(found).as("%s", scene).isPresent();
        assertThat(SceneCaption.of(found.get())).as("%s", scene).contains(caption);
        for (SceneObject one : scene.objects()) {
          SceneObject other = nearest(one, found.get());
          assertThat(other.look()).as("%s", scene).isEqualTo(one.look());
          assertThat(Math.abs(other.x() - one.x())).as("x in %s", scene).isLessThan(0.2);
          assertThat(Math.abs(other.y() - one.y())).as("y in %s", scene).isLessThan(0.2);
          assertThat(Math.abs(other.radius() - one.radius())).as("%s", scene).isLessThan(0.2);
        }
      }
    }
  }

  /** Noise of a tenth of the way from black to grey on each value: 99 of 100 at least are read. */
  @Test
  void givesBackScenesUnderModerateNoise() {
    SplittableRandom random = new SplittableRandom(2);
    int right = 0;
    int all = 0;
    for (SceneCaption caption : SceneCaptionTest.all()) {
      float[] picture = values(Scene.draw(caption, random).picture());
      Optional<List<SceneObject>> found = SceneParser.parse(noisy(picture, 0.1, random), 0);
      right += found.flatMap(SceneCaption::of).equals(Optional.of(caption)) ? 1 : 0;
      all++;
    }
    assertThat((double) right / all).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void noiseIsNoScene() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      float[] even = new float[Scenes.SHAPE.size()];
      for (int k = 0; k < even.length; k++) {
        even[k] = (float) random.nextDouble(-1, 1);
      }
      assertThat(SceneParser.parse(even, 0)).isEmpty();
      float[] normal = noisy(new float[Scenes.SHAPE.size()], 1, random);
      assertThat(SceneParser.parse(normal, 0)).isEmpty();
      // Noise about the ground of a scene is not one either.
      float[] light = new float[Scenes.SHAPE.size()];
      Arrays.fill(light, LEVELS.value(220));
      assertThat(SceneParser.parse(noisy(light, 0.6, random), 0)).isEmpty();
    }
  }

  @Test
  void nothingIsNoScene() {
    float[] flat = new float[Scenes.SHAPE.size()];
    for (int level : new int[] {0, 128, 220, 255}) {
      Arrays.fill(flat, LEVELS.value(level));
      assertThat(SceneParser.parse(flat, 0)).as("level %d", level).isEmpty();
    }
  }

  private static byte[] ground() {
    byte[] picture = new byte[Scenes.SHAPE.size()];
    Arrays.fill(picture, (byte) 220);
    return picture;
  }

  private static void paint(byte[] picture, int row, int column, int... levels) {
    for (int channel = 0; channel < 3; channel++) {
      picture[(row * Scene.SIDE + column) * 3 + channel] = (byte) levels[channel];
    }
  }

  @Test
  void otherShapesColoursAndSizesAreNoScene() {
    byte[] cross = ground();
    byte[] purple = ground();
    byte[] bar = ground();
    byte[] huge = ground();
    for (int i = 0; i < 12; i++) {
      for (int k = 0; k < 12; k++) {
        if (Math.abs(i - k) < 2 || Math.abs(i + k - 11) < 2) {
          paint(cross, 8 + i, 8 + k, 215, 45, 45);
        }
        paint(purple, 8 + i, 8 + k, 150, 30, 170);
        if (k < 4) {
          paint(bar, 8 + i, 8 + k, 45, 85, 210);
        }
      }
    }
    for (int i = 0; i < 26; i++) {
      for (int k = 0; k < 26; k++) {
        paint(huge, 3 + i, 3 + k, 45, 150, 65);
      }
    }
    assertThat(SceneParser.parse(values(cross), 0)).as("a cross").isEmpty();
    assertThat(SceneParser.parse(values(purple), 0)).as("purple").isEmpty();
    assertThat(SceneParser.parse(values(bar), 0)).as("a bar").isEmpty();
    assertThat(SceneParser.parse(values(huge), 0)).as("a square of 26 pixels").isEmpty();
  }

  @Test
  void findsItsPictureAmongOthers() {
    SplittableRandom random = new SplittableRandom(4);
    SceneCaption caption =
        SceneCaption.read("a small red circle left of a blue square").orElseThrow();
    float[] picture = values(Scene.draw(caption, random).picture());
    float[] three = new float[3 * picture.length];
    System.arraycopy(picture, 0, three, picture.length, picture.length);
    assertThat(SceneParser.parse(three, 1).flatMap(SceneCaption::of)).contains(caption);
    assertThat(SceneParser.parse(three, 2)).isEmpty();
  }
}
