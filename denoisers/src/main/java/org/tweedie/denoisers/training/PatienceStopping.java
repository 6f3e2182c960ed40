package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.Stopping;

/**
 * Training ends where a reading has not become better for a while (Prechelt, "Early Stopping - But
 * When?", 1998, criterion UP without its strips): with b the best value so far, a value counts as
 * better that is beyond b by more than {@code min-delta}, and training ends once {@code patience}
 * values in a row have not been. Whether better is less or more the reading says itself; a value
 * that is not defined is no better.
 *
 * <p>Immutable; safe for many threads.
 */
@Description("training ends where a reading has not become better for a while")
public final class PatienceStopping implements Stopping {

  /**
   * What a config can set.
   *
   * @param reading the key of the reading
   * @param patience how many measurements in a row may be no better
   * @param minDelta by how much a value must be beyond the best one to be better
   */
  public record Options(
      @Description(
              "key of the reading: of one of the measures, taken every train.measure-every steps, or test/bits_per_dim, taken every train.evaluate-every steps")
          @Default("test/bits_per_dim")
          @NotBlank
          String reading,
      @Description("measurements in a row that may be no better than the best one")
          @Default("5")
          @Positive
          int patience,
      @Description("by how much a value must be beyond the best one to be better")
          @Default("0")
          @PositiveOrZero
          double minDelta) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public PatienceStopping(Options options) {
    this.options = options;
  }

  @Override
  public Optional<String> reading() {
    return Optional.of(options.reading());
  }

  @Override
  public Optional<String> reason(List<Seen> seen) {
    Optional<Seen> best = Optional.empty();
    int since = 0;
    for (Seen next : seen) {
      if (isBetter(next, best)) {
        best = Optional.of(next);
        since = 0;
      } else {
        since++;
      }
    }
    return since < options.patience() ? Optional.empty() : Optional.of(words(best, since));
  }

  private boolean isBetter(Seen next, Optional<Seen> best) {
    if (next.better() == Better.NEITHER) {
      throw new IllegalArgumentException(
          "Of '%s' neither small nor large values are the better ones, so it cannot become better."
              .formatted(options.reading()));
    }
    if (Double.isNaN(next.value())) {
      return false;
    }
    double sign = next.better() == Better.LESS ? 1 : -1;
    return best.isEmpty() || sign * (best.get().value() - next.value()) > options.minDelta();
  }

  private String words(Optional<Seen> best, int since) {
    return best.map(
            it ->
                "'%s' has not become better%s than %.6g, which it was after step %,d, in %d measurements"
                    .formatted(
                        options.reading(),
                        options.minDelta() > 0 ? " by more than " + options.minDelta() : "",
                        it.value(),
                        it.step(),
                        since))
        .orElseGet(
            () ->
                "'%s' was not defined in any of %d measurements"
                    .formatted(options.reading(), since));
  }
}
