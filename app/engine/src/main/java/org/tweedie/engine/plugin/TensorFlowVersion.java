package org.tweedie.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Which TensorFlow for Java a plugin was compiled against. Its minor versions change classes that
 * networks and objectives are made of, so components of those kinds need ours; others do not care.
 *
 * @param theirs as the jar states it
 * @param ours the program's
 */
record TensorFlowVersion(String theirs, String ours) {

  /** The entry of a jar's manifest, which may be left out. */
  static final String ENTRY = "Tweedie-TensorFlow-Version";

  private static final String POM =
      "META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties";

  /**
   * What a jar states, if it is not the program's major and minor version.
   *
   * @param stated of the manifest
   * @param host where the program's TensorFlow comes from
   */
  static Optional<TensorFlowVersion> other(Optional<String> stated, ClassLoader host) {
    return stated
        .flatMap(theirs -> ours(host).map(ours -> new TensorFlowVersion(theirs, ours)))
        .filter(both -> !ApiVersion.parse(both.theirs).equals(ApiVersion.parse(both.ours)));
  }

  private static Optional<String> ours(ClassLoader host) {
    try (InputStream stream = host.getResourceAsStream(POM)) {
      if (stream == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(stream);
      return Optional.ofNullable(properties.getProperty("version"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Whether components with an interface are made of TensorFlow's operations. */
  static boolean mattersTo(Class<?> spi) {
    return Arrays.stream(spi.getMethods())
        .flatMap(TensorFlowVersion::types)
        .anyMatch(type -> type.getName().startsWith("org.tensorflow."));
  }

  private static Stream<Class<?>> types(Method method) {
    return Stream.concat(
        Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()));
  }

  /** What to tell the user whose component is left out. */
  String sentence() {
    return "It was compiled against TensorFlow %s for Java, and this program has %s."
        .formatted(theirs, ours);
  }
}
