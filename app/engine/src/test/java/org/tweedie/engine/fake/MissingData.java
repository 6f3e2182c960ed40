package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.plugin.Description;

/** Data whose files are never there. */
@Description("data whose files are never there")
public final class MissingData implements DataSource {

  /**
   * Options without a default.
   *
   * @param folder where the files would be
   */
  public record Options(@Description("folder with the images") String folder) {}

  /** Throws. */
  @Inject
  public MissingData(Options options) {
    throw new DataException("There is no folder '" + options.folder() + "'.");
  }

  @Override
  public DataDescription description() {
    throw new AssertionError();
  }

  @Override
  public Examples train() {
    throw new AssertionError();
  }

  @Override
  public Examples test() {
    throw new AssertionError();
  }
}
