package org.tweedie.app.plugin;

/** Says in words what the JVM says of plugins in exceptions. */
public final class Advice {

  private Advice() {}

  /** What a failure to link means for the plugin's user, and what to do. */
  public static String missing(LinkageError error) {
    String detail = String.valueOf(error.getMessage()).replace('/', '.');
    if (error instanceof UnsupportedClassVersionError) {
      return "It was compiled for a newer Java than this one, "
          + System.getProperty("java.specification.version")
          + ". Run Tweedie on that Java, or compile the plugin with an older --release.";
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
