package org.tweedie.study.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tweedie.engine.progress.Ending;

/**
 * The program as what works on a study's stages on another machine: as {@link StageProcess}, but
 * its job and its answers are files of a {@link Mailbox}. It ends, with everything saved, when the
 * study asks it to, or when the study's pulse has stood still for ninety seconds.
 */
public final class MailboxProcess {

  private static final int LOOK_MILLIS = 1_000;

  /** Looks at a pulse that stands still. File systems may show others' files half a minute late. */
  private static final int PATIENCE = 90;

  /** Says that the process ends when its input does. */
  static final String HELD = "held";

  /** Says that its input tells nothing. */
  static final String FREE = "free";

  /** Whether what started it, or the study, is gone: then it is lost, whatever it still does. */
  private static volatile boolean lost;

  private MailboxProcess() {}

  /**
   * Works.
   *
   * @param arguments the mailbox's folder, {@value #HELD} or {@value #FREE}, and the folders of
   *     plugins
   */
  public static void main(String... arguments) throws IOException {
    StageProcess.begin();
    Mailbox mailbox = new Mailbox(Path.of(arguments[0]));
    Job job = mailbox.read();
    StopSignal stopping = new StopSignal();
    Thread listener = new Thread(() -> listen(mailbox, stopping), "orders");
    listener.setDaemon(true);
    listener.start();
    if (arguments[1].equals(HELD)) {
      Thread input = new Thread(() -> await(stopping), "input");
      input.setDaemon(true);
      input.start();
    }
    StageProcess.work(
        job,
        stopping,
        signal -> {
          if (lost) {
            return;
          }
          try {
            mailbox.tell(signal);
          } catch (IOException unheard) {
            System.err.println("The study cannot be told any more: " + unheard.getMessage());
            stopping.want();
          }
        },
        List.copyOf(Arrays.asList(arguments).subList(2, arguments.length)));
    if (!lost) {
      mailbox.over();
    }
    Ending.exit(0);
  }

  /** What started it is gone when the input ends. */
  private static void await(StopSignal stopping) {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException broken) {
      System.err.println("What started the process is gone: " + broken.getMessage());
    }
    lost = true;
    stopping.want();
  }

  private static void listen(Mailbox mailbox, StopSignal stopping) {
    String last = mailbox.pulse();
    int still = 0;
    try {
      while (still < PATIENCE && !mailbox.isStopOrdered()) {
        Thread.sleep(LOOK_MILLIS);
        String now = mailbox.pulse();
        still = now.isEmpty() || now.equals(last) ? still + 1 : 0;
        last = now.isEmpty() ? last : now;
      }
      if (still >= PATIENCE) {
        lost = true;
        System.err.println(
            "Nothing was heard of the study for %d s; it is taken to be no more."
                .formatted(PATIENCE));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopping.want();
  }
}
