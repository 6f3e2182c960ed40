package org.tweedie.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;

/** Which classes can be drawn. */
class ClassesTest {

  private static final Guidance NONE = model -> model;

  private static final Guidance BRINGS_CLASSES =
      new Guidance() {
        @Override
        public DiffusionModel guide(DiffusionModel model) {
          return model;
        }

        @Override
        public boolean bringsClasses() {
          return true;
        }
      };

  @Test
  void areDrawnByNameOrByNumber() {
    assertThat(Classes.of(assembly(NONE, 0.1), List.of("dog", "0")).labels()).containsExactly(1, 0);
    assertThat(Classes.of(assembly(NONE, 0.1), List.of()).names()).containsExactly("cat", "dog");
    assertThatThrownBy(() -> Classes.of(assembly(NONE, 0.1), List.of("2")))
        .hasMessage("There is no class '2'. Classes, by name or by number from 0: cat, dog");
  }

  @Test
  void areNotDrawnFromANetworkThatSawNone() {
    assertThat(Classes.of(assembly(NONE, 1), List.of()).isEmpty()).isTrue();
    assertThatThrownBy(() -> Classes.of(assembly(NONE, 1), List.of("dog")))
        .hasMessageContaining("trained with every label hidden");
  }

  /** As Dhariwal and Nichol guide an unconditional model (arXiv 2105.05233, section 4). */
  @Test
  void areDrawnFromANetworkThatSawNoneWhereTheGuidanceBringsThem() {
    assertThat(Classes.of(assembly(BRINGS_CLASSES, 1), List.of("dog")).labels()).containsExactly(1);
    assertThat(Classes.of(assembly(BRINGS_CLASSES, 1), List.of()).labels()).containsExactly(0, 1);
    assertThat(Classes.all(assembly(BRINGS_CLASSES, 1)).isEmpty())
        .as("those that the network itself was told")
        .isTrue();
  }

  /** Only what is asked about. */
  private static Assembly assembly(Guidance guidance, double labelDropout) {
    return new Assembly(
        new DataDescription(DataShape.point(2), Optional.empty(), List.of("cat", "dog")),
        null,
        Optional.empty(),
        null,
        null,
        null,
        null,
        null,
        guidance,
        labelDropout);
  }
}
