package org.tweedie.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.tweedie.serve.ServingOptions;
import picocli.CommandLine.Option;

/** Where a server listens, whom it answers, and how much can be asked of it. */
final class ServeOptions {

  /** Where the token is, unless a file holds it: command lines can be seen by others. */
  private static final String TOKEN = "TWEEDIE_TOKEN";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "The port (default: ${DEFAULT-VALUE}); 0 for any that is free.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen at (default: this machine alone); 0.0.0.0 for others too, who need"
              + " a token then.")
  private String host = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File whose first line requests must bring, as in 'Authorization: Bearer ...' (default: what"
              + " the environment has as TWEEDIE_TOKEN, if anything).")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "How many requests may wait (default: ${DEFAULT-VALUE}); more are told to come later.")
  private int queue;

  @Option(
      names = "--max-count",
      paramLabel = "N",
      defaultValue = "256",
      description = "Samples that a request may ask for (default: ${DEFAULT-VALUE}).")
  private int maxCount;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Steps that a request may ask for (default: ${DEFAULT-VALUE}).")
  private int maxSteps;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long a request may take (default: ${DEFAULT-VALUE} s).")
  private int timeout;

  @Option(
      names = "--batch-wait",
      paramLabel = "MILLISECONDS",
      defaultValue = "5",
      description =
          "How long an idle server waits for other requests to draw with the first (default:"
              + " ${DEFAULT-VALUE} ms).")
  private int batchWait;

  /** What was said; a token file that says none is wrong. */
  ServingOptions options(Console console) throws IOException {
    return new ServingOptions(
        host,
        port,
        token(console),
        queue,
        maxCount,
        maxSteps,
        Duration.ofSeconds(timeout),
        Duration.ofMillis(batchWait));
  }

  private Optional<String> token(Console console) throws IOException {
    if (tokenFile.isEmpty()) {
      return Optional.ofNullable(System.getenv(TOKEN)).filter(token -> !token.isEmpty());
    }
    try {
      return Optional.of(
          Files.readString(tokenFile.get(), StandardCharsets.UTF_8)
              .lines()
              .findFirst()
              .map(String::strip)
              .filter(token -> !token.isEmpty())
              .orElseThrow(
                  () ->
                      console.wrong(
                          "The first line of '%s' is to be the token, and is empty."
                              .formatted(tokenFile.get()))));
    } catch (NoSuchFileException missing) {
      throw console.wrong("There is no token file '%s'.".formatted(tokenFile.get()));
    }
  }
}
