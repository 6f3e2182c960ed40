package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.Stopping;

/**
 * Training ends once a reading has come to a goal. A pure function of what was measured. Immutable;
 * safe for many threads.
 */
@Description("training ends once a reading has come to a goal")
public final class __Component__ implements Stopping {

  /**
   * What can be chosen.
   *
   * @param reading the key of the reading
   * @param goal where it is to come
   */
  public record Options(
      @Description("key of the reading") @Default("test/bits_per_dim") @NotBlank String reading,
      @Description("where it is to come") @Default("2") double goal) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    this.options = options;
  }

  @Override
  public Optional<String> reading() {
    return Optional.of(options.reading());
  }

  @Override
  public Optional<String> reason(List<Seen> seen) {
    Seen last = seen.get(seen.size() - 1);
    boolean isThere =
        last.better() == Better.MORE
            ? last.value() >= options.goal()
            : last.value() <= options.goal();
    return isThere
        ? Optional.of(
            "'%s' is %s and was to come to %s"
                .formatted(options.reading(), last.value(), options.goal()))
        : Optional.empty();
  }
}
