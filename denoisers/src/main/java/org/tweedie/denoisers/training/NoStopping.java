package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.Stopping;

/** Training takes all of its steps. Immutable; safe for many threads. */
@Description("all steps are taken")
public final class NoStopping implements Stopping {

  /** Has no options. */
  @Inject
  public NoStopping() {}

  @Override
  public Optional<String> reading() {
    return Optional.empty();
  }

  @Override
  public Optional<String> reason(List<Seen> seen) {
    return Optional.empty();
  }
}
