package org.tweedie.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.tweedie.engine.Run;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.RunListener;

/**
 * What serving costs and what becomes of trouble: images a second of bare batches and of many small
 * requests, in turns; how long requests take at half of what can be served; what becomes of ten
 * times as many, of malformed requests and of connections that are cut; and what of memory and
 * threads is left afterwards. Every image that is served is compared with the one that the run
 * draws. With the JDK's client, in one process, on loopback; the rows of a table in Markdown:
 * {@code mvn -q -Pload verify -pl app/serve -am}.
 */
public final class ServingBenchmark {

  private static final int QUEUE = 64;
  private static final int SEEDS = 200;
  private static final int MALFORMED = 1000;
  private static final int CUT = 200;

  private final Path folder;
  private final Tweedie tweedie;
  private final int seconds = Integer.getInteger("seconds", 10);
  private final int clients = Integer.getInteger("clients", 20);
  private final int rounds = Integer.getInteger("rounds", 5);
  private int wrong;

  private ServingBenchmark(Path folder, Tweedie tweedie) {
    this.folder = folder;
    this.tweedie = tweedie;
  }

  /**
   * Measures a run.
   *
   * @param args none; the system properties {@code run}, {@code folder}, {@code seconds}, {@code
   *     rounds} and {@code clients} say what and how long
   */
  public static void main(String... args) throws Exception {
    try (Tweedie tweedie = Tweedie.load()) {
      Path given = Path.of(System.getProperty("run", ""));
      Path run =
          given.toString().isEmpty() ? Path.of(System.getProperty("folder"), "digits") : given;
      new ServingBenchmark(run, tweedie).measure();
    }
  }

  private Run open() throws IOException {
    if (!Tweedie.isRun(folder)) {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      RunConfig config =
          tweedie
              .example("digits")
              .with("sampler", Map.of("type", "ddim", "steps", 20))
              .with("train.steps", 50)
              .with("train.sample-every", 0);
      try (Run made = tweedie.create(folder, config)) {
        made.train(RunListener.silent());
      }
    }
    return tweedie.open(folder);
  }

  private void measure() throws Exception {
    ServingOptions options =
        new ServingOptions(
            "127.0.0.1",
            0,
            Optional.empty(),
            QUEUE,
            256,
            1000,
            Duration.ofSeconds(60),
            Duration.ofMillis(20));
    ServedRun served = new ServedRun("model", this::open);
    try (Run run = open();
        Serving serving = Serving.start(options, List.of(served), System.err::println)) {
      say("| what | result |%n|---|---|");
      Client client = Client.of(serving);
      List<byte[]> expected = expected(run);
      new Load(client, expected).closed(clients, 2);
      double full = throughput(run, client, expected);
      row("a request alone", new Load(client, expected).closed(1, 3));
      Footprint before = Footprint.settled();
      double half = full / Load.COUNT / 2;
      open("half the load", client, expected, half);
      open("ten times the load", client, expected, 20 * half);
      row("%,d malformed requests: answers by status".formatted(MALFORMED), malformed(client));
      BrokenClients.cut(serving.address(), Load.json(1), CUT);
      idle(client);
      row("connections cut in the middle", "%d; requests that wait afterwards: 0".formatted(CUT));
      open("half the load again", client, expected, half);
      Footprint between = Footprint.settled();
      open("ten times the load again", client, expected, 20 * half);
      malformed(client);
      BrokenClients.cut(serving.address(), Load.json(1), CUT);
      idle(client);
      row("memory and threads before", before);
      row("after all this once, twice", between + "; " + Footprint.settled());
      row("wrong images", wrong);
    }
  }

  /** What the run draws for each seed, as it is served. */
  private static List<byte[]> expected(Run run) throws IOException {
    List<byte[]> expected = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      run.sample(Samples.count(Load.COUNT).seed(seed), file, Output.NPY, RunListener.silent());
      expected.add(file.toByteArray());
    }
    return expected;
  }

  /** In turns, so that what else the machine does meets both; served images a second. */
  private double throughput(Run run, Client client, List<byte[]> expected) throws Exception {
    double[] bare = new double[rounds];
    double[] full = new double[rounds];
    double[] ratio = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      bare[round] = bare(run);
      Load load = new Load(client, expected).closed(clients, seconds);
      wrong += load.wrong();
      full[round] = load.rate();
      ratio[round] = full[round] / bare[round];
    }
    row("bare batches of %d, images/s".formatted(run.config().sample().batch()), spread(bare, 0));
    row(
        "%d clients that ask for %d images each, images/s".formatted(clients, Load.COUNT),
        spread(full, 0));
    row("of bare sampling", spread(ratio, 2));
    row(
        "requests drawn side by side, mean",
        String.format(
            Locale.ROOT,
            "%.1f",
            client.metric("tweedie_batch_requests_sum")
                / client.metric("tweedie_batch_requests_count")));
    return median(full);
  }

  private double bare(Run run) throws IOException {
    int batch = run.config().sample().batch();
    long begun = System.nanoTime();
    int drawn = 0;
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(seconds)) {
      run.sample(Samples.count(batch).seed(drawn));
      drawn += batch;
    }
    return drawn / ((System.nanoTime() - begun) / 1e9);
  }

  private void open(String what, Client client, List<byte[]> expected, double rate) {
    Load load = new Load(client, expected).open(rate, seconds);
    wrong += load.wrong();
    row(String.format(Locale.ROOT, "%s, %.1f requests/s", what, rate), load);
  }

  private static Map<Integer, Integer> malformed(Client client) {
    Random random = new Random(17);
    byte[] valid =
        "{\"count\": 2, \"seed\": 3, \"classes\": [1, \"2\"], \"sampler\": {\"type\": \"ddim\", \"steps\": 2}}"
            .getBytes(UTF_8);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < MALFORMED; i++) {
      HttpResponse<byte[]> answer =
          client.send(client.posted("/v1/sample", "*/*", BrokenClients.mutated(valid, random)));
      statuses.merge(answer.statusCode(), 1, Integer::sum);
    }
    return statuses;
  }

  /** Waits until nothing waits any more. */
  private static void idle(Client client) throws InterruptedException {
    while (client.metric("tweedie_queue_requests{queue=\"drawing\"}") > 0) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static double median(double... values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static String spread(double[] values, int digits) {
    String number = "%." + digits + "f";
    return String.format(
        Locale.ROOT,
        "%s (%s to %s)".replace("%s", number),
        median(values),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow());
  }

  private static void row(String what, Object result) {
    say("| %s | %s |", what, result);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
