package org.tweedie.engine.progress;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What stacks of threads tell of code that is not the program's. */
final class ForeignCode {

  private static final Set<String> OWN = Set.of("app", "platform", "bootstrap");

  private ForeignCode() {}

  /** Whether any thread runs code of a plugin. */
  static boolean runs() {
    return Thread.getAllStackTraces().values().stream()
        .anyMatch(stack -> Arrays.stream(stack).anyMatch(ForeignCode::isForeign));
  }

  /** Whether a thread ends the program: it waits for the program's end then. */
  static boolean exits(Thread thread) {
    return exit(thread.getStackTrace()).isPresent();
  }

  /** Who ends the program by {@code System.exit}; empty where nobody does. */
  static Optional<StackTraceElement> whoExits() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(stack -> exit(stack).stream())
        .findFirst();
  }

  private static Optional<StackTraceElement> exit(StackTraceElement... stack) {
    for (int i = stack.length - 2; i >= 0; i--) {
      boolean isExit =
          stack[i].getMethodName().equals("exit")
              && Set.of("java.lang.System", "java.lang.Runtime").contains(stack[i].getClassName());
      if (isExit && !stack[i + 1].getClassName().equals("java.lang.System")) {
        return Optional.of(stack[i + 1]);
      }
    }
    return Optional.empty();
  }

  private static boolean isForeign(StackTraceElement frame) {
    String loader = frame.getClassLoaderName();
    return loader != null && !OWN.contains(loader);
  }
}
