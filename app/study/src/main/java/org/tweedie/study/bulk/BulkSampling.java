package org.tweedie.study.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tweedie.engine.progress.RunListener;

/** Has many samples drawn by processes side by side. Used by one thread. */
public final class BulkSampling {

  private final BulkWork work;

  /**
   * With nothing begun yet.
   *
   * @param folder where the samples go
   * @param notes hears what a person should know
   */
  public BulkSampling(
      BulkSamples samples, Path folder, BulkWork.Crew crew, Consumer<String> notes) {
    work = new BulkWork(new ShardFolder(folder, samples), crew, notes);
  }

  /**
   * Draws what is not there yet.
   *
   * @param stop asked several times a second whether to stop
   * @throws org.tweedie.engine.problem.RunException if the folder holds other samples, or another
   *     process works there
   */
  public BulkWork.Ending run(BooleanSupplier stop, RunListener listener) throws IOException {
    return work.run(stop, listener);
  }
}
