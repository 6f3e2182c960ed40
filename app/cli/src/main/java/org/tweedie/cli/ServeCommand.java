package org.tweedie.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.serve.ServedRun;
import org.tweedie.serve.Serving;
import org.tweedie.serve.ServingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers requests for samples over HTTP. */
@Command(
    name = "serve",
    description =
        "Answer requests for samples, measures and clean images over HTTP, with a page for people at"
            + " the root. Requests that agree in model, sampler and guidance are drawn side by"
            + " side.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  /** Where the token is, unless a file holds it: command lines can be seen by others. */
  private static final String TOKEN = "TWEEDIE_TOKEN";

  @Mixin private Console console;

  @Mixin private PluginFolders plugins;

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Folders of runs, as in runs/digits; a model is called as its folder is.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change one option of all runs, as in --set sampler.steps=50; may be given several times.")
  private List<String> overrides = new ArrayList<>();

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

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServingOptions options =
        new ServingOptions(
            host,
            port,
            token(),
            queue,
            maxCount,
            maxSteps,
            Duration.ofSeconds(timeout),
            Duration.ofMillis(batchWait));
    Map<String, Path> named = named();
    Tweedie tweedie =
        plugins.engine(
            named.values().stream()
                .filter(Tweedie::isRun)
                .map(folder -> folder.resolve("config.yaml"))
                .toList());
    Serving serving =
        Serving.start(
            options,
            named.entrySet().stream()
                .map(it -> served(it.getKey(), it.getValue(), tweedie))
                .toList(),
            console::note);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(serving), "stop-serving"));
    console.say("Serving %s at %s", String.join(", ", named.keySet()), serving.address());
    console.note("Ctrl-C stops, when what was asked for is done.");
    // Until the program is asked to end.
    new CountDownLatch(1).await();
    return 0;
  }

  private void stop(Serving serving) {
    console.note("Stopping: what was asked for is finished.");
    serving.close();
  }

  private ServedRun served(String name, Path folder, Tweedie tweedie) {
    Path config = folder.resolve("config.yaml");
    return new ServedRun(
        name,
        () ->
            tweedie.open(
                folder,
                (RunConfig own) ->
                    overrides.isEmpty() ? own : tweedie.read(List.of(config), overrides)));
  }

  /** Runs by what their models are called: their folders' names, with a number where two agree. */
  private Map<String, Path> named() {
    Map<String, Path> named = new LinkedHashMap<>();
    for (Path folder : folders) {
      String name =
          Optional.ofNullable(folder.toAbsolutePath().normalize().getFileName())
              .map(Path::toString)
              .orElse("run");
      String free = name;
      for (int i = 2; named.containsKey(free); i++) {
        free = name + "-" + i;
      }
      named.put(free, folder);
    }
    return named;
  }

  private Optional<String> token() throws IOException {
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
