package org.tweedie.denoisers;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The options that say how a teacher is guided, for the objectives that learn from one.
 *
 * @param guidanceScale w, or the least of several
 * @param guidanceScaleTo the largest of several; 0 for one
 */
public record TeachersGuidance(
    @Description(
            "scale of the teacher's guidance, by what is known of an example: 1 is none (scales of"
                + " classifier-free)")
        @Default("1")
        @PositiveOrZero
        @DecimalMax("1000")
        double guidanceScale,
    @Description(
            "the student learns all scales from guidance-scale to this one, and is told which; 0"
                + " where it learns the one")
        @Default("0")
        @PositiveOrZero
        @DecimalMax("1000")
        double guidanceScaleTo) {

  /** None. */
  static final TeachersGuidance NONE = new TeachersGuidance(1, 0);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the scales do not rise
   */
  public TeachersGuidance {
    if (guidanceScaleTo != 0 && guidanceScaleTo <= guidanceScale) {
      throw new IllegalArgumentException(
          "guidance-scale-to is the largest scale, and %s is not above guidance-scale, %s: leave it out for one scale"
              .formatted(guidanceScaleTo, guidanceScale));
    }
  }

  /** Empty where the teacher is not guided. */
  Optional<GuidanceScales> scales() {
    if (guidanceScaleTo > 0) {
      return Optional.of(new GuidanceScales(guidanceScale, guidanceScaleTo));
    }
    return guidanceScale == 1 ? Optional.empty() : Optional.of(GuidanceScales.of(guidanceScale));
  }
}
