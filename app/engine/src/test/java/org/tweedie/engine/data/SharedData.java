package org.tweedie.engine.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real data sets, which lie beside the repository where they are present. */
public final class SharedData {

  private static final String PROPERTY = "tweedie.shared.data";

  private SharedData() {}

  /** A folder or file below the data; without it the test is skipped, visibly. */
  public static Path path(String name) {
    Path path = root().resolve(name);
    assumeTrue(
        Files.exists(path),
        () ->
            "skipped: there is no %s (-D%s=FOLDER names another place)".formatted(path, PROPERTY));
    return path;
  }

  private static Path root() {
    String property = System.getProperty(PROPERTY);
    // Tests run in the module's folder, which lies in the repository's.
    return property == null ? Path.of("..", "..", "shared", "data") : Path.of(property);
  }
}
