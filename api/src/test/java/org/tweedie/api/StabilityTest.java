package org.tweedie.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.DiffusionPlugin;

/**
 * Every type that plugins see says whether it stays as it is, and since when it is there; where it
 * does not itself, its package does.
 */
class StabilityTest {

  private static final String EARLIEST = "0.1";

  private static List<Class<?>> types;
  private static Set<String> earlier;

  @BeforeAll
  static void readTypes() throws IOException, URISyntaxException, ClassNotFoundException {
    Path classes = place(DiffusionPlugin.class.getProtectionDomain().getCodeSource().getLocation());
    types =
        names(classes).stream()
            .<Class<?>>map(StabilityTest::load)
            .filter(type -> Modifier.isPublic(type.getModifiers()))
            .toList();
    Path jar = place(StabilityTest.class.getResource("/tweedie-api-0.1.jar"));
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      earlier = Set.copyOf(names(inside.getPath("/")));
    }
  }

  @Test
  void everyPublicTypeIsMarked() {
    assertThat(types).hasSizeGreaterThan(50);
    assertThat(types).allMatch(type -> mark(type) != null);
  }

  @Test
  void whatIsMarkedIsStableOrExperimentalOrTheProgramsOwn() {
    assertThat(types)
        .extracting(type -> mark(type).status())
        .containsOnly(API.Status.STABLE, API.Status.EXPERIMENTAL, API.Status.INTERNAL);
  }

  @Test
  void whatWasThereIsMarkedSinceThenAndWhatWasNotSinceThisApi() {
    for (Class<?> type : types) {
      String since = mark(type).since();
      boolean isOld = earlier.contains(type.getName());
      assertThat(since)
          .as(type.getName())
          .isEqualTo(isOld ? EARLIEST : DiffusionPlugin.API_VERSION);
    }
  }

  private static API mark(Class<?> type) {
    API own = type.getAnnotation(API.class);
    return own == null ? type.getPackage().getAnnotation(API.class) : own;
  }

  /** Names of the top-level classes. */
  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".class") && !file.contains("$"))
          .filter(file -> !file.endsWith("-info.class"))
          .map(file -> file.replaceFirst("\\.class$", "").replace('/', '.'))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, StabilityTest.class.getClassLoader());
    } catch (ClassNotFoundException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Path place(URL url) throws URISyntaxException {
    return Path.of(url.toURI());
  }
}
