package org.tweedie.engine.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.engine.progress.Patience.Finding;

/** How long an end is waited for, in looks instead of time. */
class PatienceTest {

  private final Patience patience = new Patience();
  private final List<String> told = new ArrayList<>();

  /** Looks until it is over; how many milliseconds that would take. */
  private int millis(boolean unsaved, boolean foreign) {
    for (int looks = 1; ; looks++) {
      Finding found = patience.look(unsaved, foreign);
      if (!found.words().isEmpty()) {
        told.add(looks * Patience.LOOK_MILLIS + ": " + found.words());
      }
      if (found.isOver()) {
        return looks * Patience.LOOK_MILLIS;
      }
    }
  }

  @Test
  void whatIsDoneAnewIsWaitedForForThreeSeconds() {
    assertThat(millis(false, false)).isEqualTo(3_000);
    assertThat(told)
        .containsExactly(
            "3000: Stopped in the middle of work that is done anew; all that was trained is saved.");
  }

  @Test
  void codeOfAPluginIsWaitedForForThreeSecondsToo() {
    assertThat(millis(true, true)).isEqualTo(3_000);
    assertThat(told)
        .last()
        .asString()
        .contains("without saving the last steps: a plugin's code did not come to an end");
  }

  @Test
  void whatIsToBeSavedIsWaitedForForLongerAndThatIsToldSoon() {
    assertThat(millis(true, false)).isEqualTo(30_000);
    assertThat(told)
        .containsExactly(
            "1000: Stopping: what has begun is brought to where it can be saved, within 30 s.",
            "30000: Stopped without saving the last steps: that was not done within 30 s.");
  }

  @Test
  void onceItIsSavedThreeSecondsAreLeft() {
    for (int i = 0; i < 50; i++) {
      assertThat(patience.look(true, false).isOver()).isFalse();
    }
    assertThat(millis(false, false)).isEqualTo(3_000);
  }

  /** Code of a plugin that comes and goes is not one that never ends. */
  @Test
  void whatGoesOnIsNoEndlessCode() {
    for (int i = 0; i < 200; i++) {
      assertThat(patience.look(true, i % 20 != 0).isOver()).isFalse();
    }
  }

  @Test
  void whatOthersCanSaveIsSavedOnce() {
    List<String> saved = new ArrayList<>();
    try (UnsavedWork work = new UnsavedWork()) {
      work.begin();
      assertThat(UnsavedWork.rescueAll()).isEmpty();
      assertThat(UnsavedWork.exists()).as("this thread alone can save it").isTrue();
      work.savedBy(() -> saved.add("it"));
      assertThat(UnsavedWork.rescueAll()).isEmpty();
      assertThat(UnsavedWork.rescueAll()).isEmpty();
      assertThat(saved).containsExactly("it");
      assertThat(UnsavedWork.exists()).isFalse();
      assertThat(work.begin()).as("it was saved by others").isTrue();
      work.savedBy(() -> saved.add("more"));
      assertThat(work.begin()).as("nobody asked").isFalse();
      assertThat(UnsavedWork.rescueAll()).isEmpty();
      work.savedBy(
          () -> {
            throw new IOException("disk on fire");
          });
      assertThat(UnsavedWork.rescueAll())
          .contains("What was trained cannot be saved: disk on fire");
      assertThat(UnsavedWork.exists()).isTrue();
    }
    assertThat(saved).containsExactly("it");
  }

  @Test
  void onlyOpenWorkIsUnsaved() {
    assertThat(UnsavedWork.exists()).isFalse();
    try (UnsavedWork work = new UnsavedWork()) {
      assertThat(UnsavedWork.exists()).isFalse();
      work.begin();
      assertThat(UnsavedWork.exists()).isTrue();
      work.saved();
      assertThat(UnsavedWork.exists()).isFalse();
      work.begin();
    }
    assertThat(UnsavedWork.exists()).isFalse();
  }
}
