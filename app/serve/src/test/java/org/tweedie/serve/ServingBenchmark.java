package org.tweedie.serve;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.RunListener;

/**
 * What serving costs and gains: images a second of bare batches and of many small requests, how
 * long requests take at half of what can be served, and what becomes of ten times as many. With the
 * JDK's client, in one process, on loopback: {@code mvn -q -Pbenchmark verify -pl app/serve -am}.
 */
public final class ServingBenchmark {

  private static final int COUNT = 5;
  private static final int QUEUE = 64;

  private final Path folder;
  private final Tweedie tweedie;
  private final int seconds;
  private final int clients;

  private ServingBenchmark(Path folder, Tweedie tweedie) {
    this.folder = folder;
    this.tweedie = tweedie;
    seconds = Integer.getInteger("seconds", 10);
    clients = Integer.getInteger("clients", 20);
  }

  /**
   * Measures a run.
   *
   * @param args none; the system properties {@code run}, {@code folder}, {@code seconds} and {@code
   *     clients} say what and how long
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
    double bare;
    int batch;
    try (Run run = open()) {
      batch = run.config().sample().batch();
      run.sample(Samples.count(batch));
      long begun = System.nanoTime();
      int drawn = 0;
      while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(seconds)) {
        run.sample(Samples.count(batch).seed(drawn));
        drawn += batch;
      }
      bare = drawn / ((System.nanoTime() - begun) / 1e9);
    }
    say("bare batches of %d: %.1f images/s", batch, bare);
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
    try (Serving serving = Serving.start(options, List.of(served), System.err::println)) {
      Client client = Client.of(serving);
      ask(client, 0).join();
      double full = closedLoop(client);
      say(
          "%d clients of %d images each: %.1f images/s, %.2f of bare",
          clients, COUNT, full, full / bare);
      int threads = Thread.activeCount();
      long memory = memory();
      Load half = openLoop(client, full / COUNT / 2, seconds);
      say("half of that, %.1f requests/s: %s", full / COUNT / 2, half);
      Load much = openLoop(client, full / COUNT * 10, seconds);
      say("ten times that, %.1f requests/s: %s", full / COUNT * 10, much);
      Load after = openLoop(client, full / COUNT / 2, seconds);
      say("half again: %s", after);
      say(
          "threads %d before, %d after; memory %d MB before, %d MB after",
          threads, Thread.activeCount(), memory, memory());
    }
  }

  private static CompletableFuture<HttpResponse<byte[]>> ask(Client client, int seed) {
    return client.later(
        "/v1/sample", "{\"count\": %d, \"seed\": %d, \"format\": \"npy\"}".formatted(COUNT, seed));
  }

  /** Clients that ask again as soon as they are answered; images a second. */
  private double closedLoop(Client client) throws InterruptedException {
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger seed = new AtomicInteger();
    long begun = System.nanoTime();
    long end = begun + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (System.nanoTime() < end) {
                  if (ask(client, seed.incrementAndGet()).join().statusCode() == 200) {
                    answered.incrementAndGet();
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return answered.get() * COUNT / ((System.nanoTime() - begun) / 1e9);
  }

  /**
   * What became of requests.
   *
   * @param millis of those that were served
   */
  private record Load(int asked, int served, int later, int other, List<Double> millis) {

    private double quantile(double share) {
      return millis.isEmpty()
          ? Double.NaN
          : millis.get((int) Math.min(millis.size() - 1.0, share * millis.size()));
    }

    @Override
    public String toString() {
      return "%d asked, %d served, %d told to come later, %d other; p50 %.0f ms, p99 %.0f ms"
          .formatted(asked, served, later, other, quantile(0.5), quantile(0.99));
    }
  }

  /** Requests that come by chance, whether those before them are answered or not. */
  private static Load openLoop(Client client, double rate, int seconds) {
    Random random = new Random(1);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger later = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    AtomicLong next = new AtomicLong(System.nanoTime());
    long end = next.get() + TimeUnit.SECONDS.toNanos(seconds);
    while (next.get() < end) {
      LockSupport.parkNanos(next.get() - System.nanoTime());
      long begun = System.nanoTime();
      all.add(
          ask(client, all.size())
              .handle(
                  (answer, failure) -> {
                    if (failure == null && answer.statusCode() == 200) {
                      millis.add((System.nanoTime() - begun) / 1e6);
                    } else if (failure == null && answer.statusCode() == 429) {
                      later.incrementAndGet();
                    } else {
                      other.incrementAndGet();
                    }
                    return null;
                  }));
      next.addAndGet((long) (-Math.log(1 - random.nextDouble()) / rate * 1e9));
    }
    all.forEach(CompletableFuture::join);
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return new Load(all.size(), sorted.size(), later.get(), other.get(), sorted);
  }

  private static long memory() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElse(-1)
        : -1;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
