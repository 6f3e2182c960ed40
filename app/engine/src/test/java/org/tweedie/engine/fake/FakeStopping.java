package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.Stopping;

/** Goes on. */
@Description("all steps")
public final class FakeStopping implements Stopping {

  /** Has no options. */
  @Inject
  public FakeStopping() {}

  @Override
  public Optional<String> reading() {
    return Optional.empty();
  }

  @Override
  public Optional<String> reason(List<Seen> seen) {
    return Optional.empty();
  }
}
