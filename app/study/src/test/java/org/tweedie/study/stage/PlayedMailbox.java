package org.tweedie.study.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.tweedie.study.fake.FakeWorkers;

/** What a process on another machine does with a mailbox, without a process. */
public final class PlayedMailbox {

  private PlayedMailbox() {}

  /** Does the job; what ends it is told by a cluster, not by the mailbox. */
  public static void play(Path folder, FakeWorkers workers) throws IOException {
    Mailbox mailbox = new Mailbox(folder);
    workers.start(mailbox.read(), signal -> tell(mailbox, signal));
    mailbox.over();
  }

  /** Says that a stage of its job has begun, and no more. */
  public static void begin(Path folder) throws IOException {
    Mailbox mailbox = new Mailbox(folder);
    Job.Work work = mailbox.read().works().get(0);
    new StageFolder(Path.of(work.folder())).write(Outcome.none(work.stage()).begun());
    mailbox.tell(new Signal.Begun(work.stage()));
  }

  /** Whether it is to stop. */
  public static boolean isToStop(Path folder) {
    return new Mailbox(folder).isStopOrdered();
  }

  private static void tell(Mailbox mailbox, Signal signal) {
    if (signal.isLast()) {
      return;
    }
    try {
      mailbox.tell(signal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
