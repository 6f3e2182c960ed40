package org.tweedie.engine.kernel;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Optional;

/**
 * The process's environment as native code sees it; the JVM's own view is a copy of what it was at
 * the start. Where the C library lacks the functions, as on Windows, nothing is set and nothing
 * found: there the start script sets what is needed.
 */
final class NativeEnvironment {

  private NativeEnvironment() {}

  static void set(String name, String value) {
    function("setenv").ifPresent(setenv -> setenv.invokeInt(new Object[] {name, value, 1}));
  }

  static Optional<String> get(String name) {
    return function("getenv")
        .flatMap(getenv -> Optional.ofNullable(getenv.invokeString(new Object[] {name}, false)));
  }

  private static Optional<Function> function(String name) {
    try {
      return Optional.of(NativeLibrary.getProcess().getFunction(name));
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }
}
