package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container of the release archive serves a run to who has the token. Skipped where no archive
 * was made ({@code mvn -Prelease verify} makes it), no engine answers, or the image that it builds
 * on ({@code -Dcontainer.java=IMAGE}) is not to be had.
 */
class ContainerIT {

  private static final String TOKEN = "a-token-of-this-test";
  private static final int LOOKS = 600;
  private static final int LOOK_MILLIS = 200;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void aContainerServesARunToWhoHasTheToken() throws IOException, InterruptedException {
    Optional<Path> archive = archive();
    assumeTrue(archive.isPresent(), "no release archive: mvn -Prelease verify makes it");
    Optional<ContainerEngine> found = ContainerEngine.here();
    assumeTrue(found.isPresent(), "neither Podman nor Docker nor Buildah answers here");
    ContainerEngine engine = found.orElseThrow();
    String base = System.getProperty("tweedie.container.java");
    assumeTrue(engine.has(base), engine + " has no image " + base);
    Path context = context(archive.orElseThrow());
    Path log = folder.resolve("log");
    String image = "tweedie-test-" + ProcessHandle.current().pid();
    try {
      assertThat(engine.builds(image, context, base, log)).as(() -> text(log)).isTrue();
      serves(engine, image, log);
    } finally {
      engine.forget(image);
    }
  }

  private void serves(ContainerEngine engine, String image, Path log)
      throws IOException, InterruptedException {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    Shared.moons(runs);
    // The program in the container is another user's.
    assertThat(new ProcessBuilder("chmod", "-R", "a+rX", runs.toString()).start().waitFor())
        .isZero();
    int port = freePort();
    URI server = URI.create("http://127.0.0.1:" + port);
    Process process =
        engine.start(
            image,
            runs,
            "TWEEDIE_TOKEN=" + TOKEN,
            log,
            "serve",
            "/runs/run",
            "--host",
            "0.0.0.0",
            "--port",
            Integer.toString(port));
    try {
      int looks = 0;
      while (!answers(server) && process.isAlive() && looks++ < LOOKS) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      assertThat(answers(server)).as(() -> text(log)).isTrue();
      HttpRequest.Builder sample =
          HttpRequest.newBuilder(server.resolve("/v1/sample"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"count\": 7, \"seed\": 5, \"format\": \"npy\"}"));
      assertThat(status(sample.build())).as("without the token").isEqualTo(401);
      HttpResponse<byte[]> served =
          http.send(
              sample.header("Authorization", "Bearer " + TOKEN).build(),
              BodyHandlers.ofByteArray());
      assertThat(served.statusCode()).as(() -> text(log)).isEqualTo(200);
      assertThat(new String(served.body(), 1, 5, StandardCharsets.US_ASCII)).isEqualTo("NUMPY");
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.waitFor();
    }
  }

  private boolean answers(URI server) throws InterruptedException {
    try {
      return status(HttpRequest.newBuilder(server.resolve("/health")).build()) == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private int status(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static Optional<Path> archive() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("target"), "tweedie-*.tar.gz")) {
      files.forEach(found::add);
    }
    return found.stream().findFirst();
  }

  /** The Containerfile and what it takes, so that an engine is not sent all that was built. */
  private Path context(Path archive) throws IOException {
    Path context = folder.resolve("context");
    Files.createDirectories(context.resolve("app/cli/target"));
    Files.copy(archive, context.resolve("app/cli/target").resolve(archive.getFileName()));
    Path root = Path.of(System.getProperty("tweedie.root"));
    Files.copy(root.resolve("Containerfile"), context.resolve("Containerfile"));
    return context;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
