package org.tweedie.engine.progress;

import java.io.PrintWriter;
import java.util.Optional;
import org.tweedie.engine.problem.Plain;

/**
 * How a program ends that runs code of plugins: by itself, or told in words and with status 1 where
 * a component calls {@code System.exit}, which would otherwise look like success.
 */
public final class Ending {

  private static volatile boolean own;

  private Ending() {}

  /**
   * From now on an end that nobody of the program wanted is told.
   *
   * @param err where to
   */
  public static void guard(PrintWriter err) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(err), "ending"));
  }

  /** Ends the program. */
  public static void exit(int status) {
    own = true;
    System.exit(status);
  }

  private static void tell(PrintWriter err) {
    Optional<StackTraceElement> who = own ? Optional.empty() : ForeignCode.whoExits();
    if (who.isPresent()) {
      StackTraceElement frame = who.get();
      err.println(
          Plain.text(
              "The program was ended by System.exit, which %s.%s%s calls%s.\nPlease choose another component, and tell its author."
                  .formatted(
                      frame.getClassName(),
                      frame.getMethodName(),
                      frame.getLineNumber() > 0 ? " (line " + frame.getLineNumber() + ")" : "",
                      Optional.ofNullable(frame.getClassLoaderName())
                          .map(loader -> " (" + loader + ")")
                          .orElse(""))));
      err.flush();
      StopRequest.finishAll();
      Runtime.getRuntime().halt(1);
    }
  }
}
