package org.tweedie.study.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.Tweedie;

class StageWorkerTest {

  @TempDir Path path;

  /** A study that hears of an end looks into the stage's folder for what was measured. */
  @Test
  void howAStageEndedIsWrittenDownWhenItIsTold() throws IOException {
    StageFolder folder = new StageFolder(path.resolve("measure/0123456789ab"));
    List<Optional<Outcome>> written = new ArrayList<>();
    try (Tweedie tweedie = Tweedie.load();
        StageWorker worker =
            new StageWorker(
                tweedie,
                new StopSignal(),
                signal -> {
                  if (signal instanceof Signal.Ended) {
                    written.add(read(folder));
                  }
                })) {
      // There is no config, so it fails at once.
      StageId stage = new StageId(Phase.MEASURE, "0123456789ab");
      worker.run(
          new Job(List.of(new Job.Work(stage, folder.path().toString(), 1, "run", "")), 1), 0);
    }
    assertThat(written).hasSize(1);
    assertThat(written.get(0)).map(Outcome::status).contains(Status.FAILED);
  }

  private static Optional<Outcome> read(StageFolder folder) {
    try {
      return folder.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
