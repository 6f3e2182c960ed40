package org.tweedie.engine.plugin;

import java.util.Optional;

/** Says in words what the JVM says of plugins in exceptions. */
public final class Advice {

  private static final String UNINITIALISED = "Could not initialize class ";

  private Advice() {}

  /** What was thrown, on one line. */
  public static String thrown(Throwable thrown) {
    return thrown.getClass().getName()
        + Optional.ofNullable(thrown.getMessage())
            .flatMap(text -> text.lines().findFirst())
            .map(text -> ": " + text)
            .orElse("");
  }

  /** What was thrown in its own words, or else by its name. */
  public static String said(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.toString() : message;
  }

  /** The code of a problem that is a failure to link. */
  public static String code(LinkageError error) {
    boolean fails =
        error instanceof ExceptionInInitializerError
            || String.valueOf(error.getMessage()).startsWith(UNINITIALISED);
    return fails ? "plugin-broken" : "plugin-dependency";
  }

  /** What a failure to link means for the plugin's user, and what to do. */
  public static String missing(LinkageError error) {
    String detail = String.valueOf(error.getMessage()).replace('/', '.');
    if (error instanceof UnsupportedClassVersionError) {
      return "It was compiled for a newer Java than this one, "
          + System.getProperty("java.specification.version")
          + ". Run Tweedie on that Java, or compile the plugin with an older --release.";
    }
    if (error instanceof ExceptionInInitializerError && error.getCause() != null) {
      return "The static initialiser of one of its classes throws "
          + thrown(error.getCause())
          + ".\nPlease tell its author.";
    }
    if (error instanceof NoClassDefFoundError && detail.startsWith(UNINITIALISED)) {
      return "The static initialiser of "
          + detail.substring(UNINITIALISED.length())
          + " throws.\nPlease tell its author.";
    }
    if (error instanceof NoClassDefFoundError) {
      return "It needs the class "
          + detail
          + ", which none of its jars has.\n"
          + "Put the jar of that library and the plugin's jar into a folder of their own: plugins/NAME/*.jar";
    }
    return "Its classes do not fit together or do not fit this program: "
        + error.getClass().getSimpleName()
        + ", "
        + detail
        + ".\nCompile the plugin against the api of this program.";
  }
}
