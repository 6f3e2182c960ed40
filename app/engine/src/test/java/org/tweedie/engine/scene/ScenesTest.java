package org.tweedie.engine.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.engine.data.DataFingerprint;
import org.tweedie.engine.scene.Scenes.TestCaptions;
import org.tweedie.laws.contract.DataSourceContract;
import org.tweedie.laws.plugin.DefaultOptions;

class ScenesTest {

  private static final List<String> HELD_OUT = DefaultOptions.of(Scenes.Options.class).heldOut();

  private static Scenes scenes(int count, TestCaptions test, boolean numbers, long seed) {
    return new Scenes(new Scenes.Options(count, HELD_OUT, test, numbers, seed));
  }

  @Nested
  class Contract extends DataSourceContract {
    @Override
    protected DataSource construct() {
      return scenes(200, TestCaptions.BOTH, true, 1);
    }
  }

  @Nested
  class WithoutNumbers extends DataSourceContract {
    @Override
    protected DataSource construct() {
      return scenes(100, TestCaptions.UNSEEN, false, 2);
    }
  }

  private static SceneCaption caption(Examples examples, int index) {
    return SceneCaption.read(examples.caption(index).orElseThrow()).orElseThrow();
  }

  private static boolean isHeldOut(SceneCaption caption) {
    return !Collections.disjoint(caption.combinations(), HELD_OUT);
  }

  @Test
  void trainingSeesAllButWhatIsHeldOut() {
    Examples train = scenes(5000, TestCaptions.BOTH, false, 1).train();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < train.size(); i++) {
      seen.addAll(caption(train, i).combinations());
    }
    Set<String> expected = new HashSet<>(SceneCaption.allCombinations());
    HELD_OUT.forEach(expected::remove);
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void theTestSplitHasTheCaptionsThatWereAskedFor() {
    Examples both = scenes(2000, TestCaptions.BOTH, false, 1).test();
    Examples seen = scenes(2000, TestCaptions.SEEN, false, 1).test();
    Examples unseen = scenes(2000, TestCaptions.UNSEEN, false, 1).test();
    assertThat(both.size()).isEqualTo(200);
    for (int i = 0; i < 200; i++) {
      assertThat(isHeldOut(caption(both, i))).isEqualTo(i % 2 == 1);
      assertThat(isHeldOut(caption(seen, i))).isFalse();
      assertThat(isHeldOut(caption(unseen, i))).isTrue();
    }
  }

  /** A quarter of one, a quarter of several; the standard error of a share is 0.7%. */
  @Test
  void kindsOfScenesHaveTheirShares() {
    Scenes all = new Scenes(new Scenes.Options(4000, List.of(), TestCaptions.SEEN, false, 3));
    int one = 0;
    int several = 0;
    for (int i = 0; i < 4000; i++) {
      SceneCaption caption = caption(all.train(), i);
      boolean alike = caption.relation().isEmpty();
      one += alike && caption.count() == 1 ? 1 : 0;
      several += alike && caption.count() > 1 ? 1 : 0;
    }
    assertThat(one / 4000.0).isBetween(0.25 - 0.028, 0.25 + 0.028);
    assertThat(several / 4000.0).isBetween(0.25 - 0.028, 0.25 + 0.028);
  }

  @Test
  void picturesShowTheirCaptionsAndNumbers() {
    Scenes scenes = scenes(300, TestCaptions.BOTH, true, 4);
    assertThat(scenes.description().numbers()).containsExactly("x", "y", "radius");
    for (int i = 0; i < 300; i++) {
      float[] picture = DataSourceContract.read(scenes, scenes.train(), i);
      List<SceneObject> found = SceneParser.parse(picture, 0).orElseThrow();
      assertThat(SceneCaption.of(found)).contains(caption(scenes.train(), i));
      float[] numbers = scenes.train().numbers(i);
      float[] read = Scenes.numbers(found);
      for (int k = 0; k < 3; k++) {
        assertThat(Math.abs(read[k] - numbers[k])).isLessThan(0.2f);
      }
    }
  }

  @Test
  void anotherSeedOrSplitGivesOtherPictures() {
    Scenes one = scenes(100, TestCaptions.BOTH, false, 1);
    Scenes two = scenes(100, TestCaptions.BOTH, false, 2);
    assertThat(DataFingerprint.sha256(one)).isNotEqualTo(DataFingerprint.sha256(two));
    assertThat(DataSourceContract.read(one, one.test(), 0))
        .isNotEqualTo(DataSourceContract.read(one, one.train(), 0));
    // A picture does not depend on how many there are.
    Scenes more = scenes(200, TestCaptions.BOTH, false, 1);
    assertThat(DataSourceContract.read(more, more.train(), 7))
        .isEqualTo(DataSourceContract.read(one, one.train(), 7));
  }

  /** Strict arithmetic: the same on every machine and Java version. */
  @Test
  void seedOneGivesThesePictures() {
    assertThat(DataFingerprint.sha256(scenes(100, TestCaptions.BOTH, true, 1)))
        .isEqualTo("b10a88225b9785fd2bfb745016c419fb49c2f1c28262b38149ccad3ae542f37a");
  }

  private static void isRefused(List<String> heldOut, TestCaptions test, String... words) {
    assertThatThrownBy(() -> new Scenes(new Scenes.Options(100, heldOut, test, false, 1)))
        .isInstanceOf(DataException.class)
        .message()
        .contains(words);
  }

  @Test
  void whatCannotBeHeldOutIsRefusedInWords() {
    isRefused(
        List.of("red triangel"),
        TestCaptions.SEEN,
        "'red triangel'",
        "Did you mean 'red triangle'?");
    isRefused(List.of(), TestCaptions.UNSEEN, "nothing is held out");
    isRefused(
        List.of("red circle", "red square", "red triangle"),
        TestCaptions.SEEN,
        "leaves nothing with 'red'");
    isRefused(
        SceneCaption.allCombinations().stream().filter(it -> it.contains("above")).toList(),
        TestCaptions.SEEN,
        "leaves nothing with 'above'");
  }
}
