package org.tweedie.study.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.ComponentType;

/**
 * What calculates a stage: the program by its version, and plugins by the hash of all their jars,
 * since a jar that is built anew often keeps its version.
 */
final class Software {

  private final Map<ClassLoader, String> hashes = new HashMap<>();

  /** The program. */
  Map<String, String> program() {
    return Map.of(
        "tweedie",
        Optional.ofNullable(Software.class.getPackage().getImplementationVersion())
            .orElse("development"));
  }

  /** The plugins whose components a config uses of the kinds of some stages, by name. */
  Map<String, String> of(RunConfig config, Set<Kind.Stage> stages) {
    Map<String, String> software = new TreeMap<>();
    config
        .components()
        .forEach(
            (kind, choices) -> {
              if (stages.contains(kind.stage())) {
                choices.forEach(choice -> software.putAll(of(choice)));
              }
            });
    return software;
  }

  /** The plugin that a component is of; none for those of the program. */
  Map<String, String> of(Choice choice) {
    ComponentType type = choice.type();
    return type.origin().builtIn()
        ? Map.of()
        : Map.of(
            type.origin().plugin(),
            (type.origin().version() + " sha256 " + hash(type.type().getClassLoader())).strip());
  }

  /** Of all jars that a plugin's class loader reads. */
  private String hash(ClassLoader loader) {
    return hashes.computeIfAbsent(loader, Software::hashOf);
  }

  private static String hashOf(ClassLoader loader) {
    MessageDigest digest = sha256();
    if (loader instanceof URLClassLoader jars) {
      for (URL url : jars.getURLs()) {
        try (InputStream in =
            new DigestInputStream(Files.newInputStream(Path.of(url.toURI())), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
