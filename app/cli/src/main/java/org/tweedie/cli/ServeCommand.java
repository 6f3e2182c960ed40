package org.tweedie.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.tweedie.serve.ServedRun;
import org.tweedie.serve.Serving;
import org.tweedie.serve.ServingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Answers requests for samples over HTTP. */
@Command(
    name = "serve",
    description =
        "Answer requests for samples, measures and clean images over HTTP, with a page for people at"
            + " the root. Requests that agree in model, sampler and guidance are drawn side by"
            + " side.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private PluginFolders plugins;

  @Mixin private ServedFolders runs;

  @Mixin private ServeOptions options;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServingOptions limits = options.options(console);
    List<ServedRun> models = runs.models(plugins);
    Serving serving = Serving.start(limits, models, console::note);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(serving), "stop-serving"));
    console.say(
        "Serving %s at %s",
        models.stream().map(ServedRun::name).collect(Collectors.joining(", ")), serving.address());
    console.note("Ctrl-C stops, when what was asked for is done.");
    // Until the program is asked to end.
    new CountDownLatch(1).await();
    return 0;
  }

  private void stop(Serving serving) {
    console.note("Stopping: what was asked for is finished.");
    serving.close();
  }
}
