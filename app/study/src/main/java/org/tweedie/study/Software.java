package org.tweedie.study;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.ComponentType;

/**
 * What calculates a trial: the program by its version, and plugins by the hash of all their jars,
 * since a jar that is built anew often keeps its version.
 */
final class Software {

  private final Map<ClassLoader, String> hashes = new HashMap<>();

  /** The program, and the plugins whose components a config uses, by name. */
  Map<String, String> of(RunConfig config) {
    Map<String, String> software = new TreeMap<>();
    software.put("tweedie", program());
    config.components().values().stream()
        .flatMap(List::stream)
        .forEach(
            choice -> {
              ComponentType type = choice.type();
              if (!type.origin().builtIn()) {
                String version = type.origin().version();
                software.put(
                    type.origin().plugin(),
                    (version + " sha256 " + hash(type.type().getClassLoader())).strip());
              }
            });
    return software;
  }

  private static String program() {
    return Optional.ofNullable(Software.class.getPackage().getImplementationVersion())
        .orElse("development");
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
