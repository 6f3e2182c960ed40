package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.cli.program.Program.Ended;
import org.tweedie.cli.program.Program.Running;

/** A server as a process, since signals reach no other; all else of it has tests without one. */
class ServeIT {

  private static final Pattern ADDRESS = Pattern.compile("Serving run at (http://\\S+)");

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void whoIsToEndFinishesWhatWasAskedForAndAnswersAsTheCommandDoes() throws Exception {
    Path run = Shared.moons(folder);
    Path written = folder.resolve("written");
    Session.shared()
        .run(
            "sample",
            run.toString(),
            "--count",
            "7",
            "--seed",
            "5",
            "--format",
            "npy",
            "--out",
            written.toString())
        .succeeded();
    try (Running server =
        Program.in(folder).start("serve", "run", "--port", "0", "--batch-wait", "10000")) {
      server.await("the address", () -> ADDRESS.matcher(read(server.out())).find());
      Matcher address = ADDRESS.matcher(read(server.out()));
      assertThat(address.find()).isTrue();
      URI uri = URI.create(address.group(1));
      // It waits for other requests, which only a server that is to end does not wait for.
      CompletableFuture<HttpResponse<byte[]>> asked =
          http.sendAsync(
              HttpRequest.newBuilder(uri.resolve("/v1/sample"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"count\": 7, \"seed\": 5, \"format\": \"npy\"}"))
                  .build(),
              BodyHandlers.ofByteArray());
      server.await("that it waits", () -> metrics(uri).contains("queue=\"drawing\"} 1"));
      server.interrupt();
      assertThat(asked.join().statusCode()).isEqualTo(200);
      assertThat(asked.join().body()).isEqualTo(Files.readAllBytes(written.resolve("samples.npy")));
      Ended ended = server.end();
      assertThat(ended.status()).isIn(130, 143);
      assertThat(ended.err()).contains("Stopping: what was asked for is finished.");
    }
  }

  private String metrics(URI uri) {
    try {
      return http.send(
              HttpRequest.newBuilder(uri.resolve("/metrics")).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
