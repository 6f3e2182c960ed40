package org.tweedie.cli.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What builds and runs containers here: Podman, Docker, or Buildah, which needs no daemon. */
enum ContainerEngine {
  PODMAN,
  DOCKER,
  BUILDAH;

  private static final int LIMIT_MINUTES = 5;

  /** One that answers; empty where there is none. */
  static Optional<ContainerEngine> here() {
    return Stream.of(values()).filter(engine -> engine.succeeds("info")).findFirst();
  }

  private String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  private boolean succeeds(String... words) {
    try {
      List<String> all = new ArrayList<>(List.of(command()));
      all.addAll(List.of(words));
      Process process =
          new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether an image is there or can be fetched. */
  boolean has(String image) {
    boolean local =
        this == BUILDAH
            ? succeeds("inspect", "--type", "image", image)
            : succeeds("image", "inspect", image);
    return local || succeeds("pull", image);
  }

  /** Builds an image of a folder with a Containerfile, on another; what it says goes to a file. */
  boolean builds(String image, Path folder, String base, Path log)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command(), "build"));
    if (this == BUILDAH) {
      words.addAll(List.of("--isolation", "chroot"));
    }
    words.addAll(List.of("-t", image, "--build-arg", "JAVA=" + base));
    words.addAll(List.of("-f", folder.resolve("Containerfile").toString(), folder.toString()));
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor()
        == 0;
  }

  /** Starts the program of an image, with the host's network and a folder as {@code /runs}. */
  Process start(String image, Path runs, String variable, Path log, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(command(), "run"));
    if (this == BUILDAH) {
      if (!succeeds("from", "--name", image, image)) {
        throw new IOException("no container of " + image);
      }
      words.addAll(List.of("--isolation", "chroot"));
    } else {
      words.addAll(List.of("--rm", "--network", "host"));
    }
    words.addAll(List.of("-v", runs + ":/runs:ro", "-e", variable, image));
    if (this == BUILDAH) {
      words.addAll(List.of("--", "tweedie"));
    }
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Takes away what was made. */
  void forget(String image) {
    if (this == BUILDAH) {
      succeeds("rm", image);
    }
    succeeds("rmi", "-f", image);
  }
}
