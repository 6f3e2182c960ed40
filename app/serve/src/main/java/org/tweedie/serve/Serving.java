package org.tweedie.serve;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.tweedie.engine.problem.RunException;

/**
 * Trained runs behind HTTP. It answers until it is closed, and finishes then what it has. Safe for
 * many threads.
 */
public final class Serving implements AutoCloseable {

  /** Measures take long, and nobody is helped by waiting for many of others. */
  private static final int MEASURING = 4;

  /** Connections at a time: each may hold a thread. */
  private static final int MOST_CONNECTIONS = 512;

  private static final int HEADER_BYTES = 8 * 1024;

  /** Between two bytes of a client that sends or reads. */
  private static final Duration IDLE = Duration.ofSeconds(15);

  /** For the last answers to be written. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final ServingOptions options;
  private final ServedModels models;
  private final Meters meters = new Meters();
  private final WorkQueue drawing;
  private final WorkQueue measuring;
  private final Endpoints endpoints;
  private final Javalin javalin;
  private boolean closed;

  private Serving(ServingOptions options, ServedModels models, Consumer<String> log) {
    this.options = options;
    this.models = models;
    drawing = new WorkQueue("drawing", options.queue(), options.batchWait(), meters);
    measuring = new WorkQueue("measuring", MEASURING, Duration.ZERO, meters);
    endpoints = new Endpoints(models, options, drawing, measuring, meters, log);
    javalin = Javalin.create(this::configure);
  }

  /**
   * Opens runs and answers requests from then on.
   *
   * @param runs at least one, of different names
   * @param log takes what the one who started it should know; by many threads
   * @throws RunException if one has no checkpoint, or the port is taken
   * @throws org.tweedie.engine.config.ConfigException with all problems of data and components
   */
  public static Serving start(ServingOptions options, List<ServedRun> runs, Consumer<String> log)
      throws IOException {
    ServedModels models = ServedModels.open(runs);
    Serving serving;
    try {
      serving = new Serving(options, models, log);
    } catch (RuntimeException | Error e) {
      models.close();
      throw e;
    }
    try {
      serving.javalin.start();
      return serving;
    } catch (RuntimeException failed) {
      serving.close();
      if (isCaused(failed)) {
        throw new RunException(
            "The port %d of '%s' is taken, or not for everybody. Choose another: --port N."
                .formatted(options.port(), options.host()));
      }
      throw failed;
    }
  }

  private static boolean isCaused(Throwable failure) {
    return Stream.iterate(
            Optional.of(failure),
            Optional::isPresent,
            it -> it.flatMap(one -> Optional.ofNullable(one.getCause())))
        .anyMatch(it -> it.get() instanceof BindException);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    // Where the JVM has them.
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = RequestBody.LARGEST;
    config.jetty.modifyServer(
        server -> {
          server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
          if (server.getThreadPool() instanceof QueuedThreadPool pool) {
            // Else one thread a minute goes, and those of one bad hour stay for the night.
            pool.setIdleTimeout((int) IDLE.toMillis());
            pool.setMaxEvictCount(pool.getMaxThreads());
          }
        });
    config.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(HEADER_BYTES));
    config.jetty.addConnector(this::connector);
    endpoints.addTo(config.routes);
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE.toMillis());
    return connector;
  }

  /** Where it is, with the port that it has. */
  public URI address() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return URI.create("http://" + host + ":" + javalin.port() + "/");
  }

  /** Takes no more requests, finishes those that it has, and gives back all memory. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    endpoints.stop();
    drawing.stop();
    measuring.stop();
    boolean done = false;
    try {
      long limit = System.nanoTime() + options.timeout().toNanos();
      boolean drawn = drawing.isDone(left(limit));
      boolean taken = measuring.isDone(left(limit));
      done = drawn && taken;
      long last = System.nanoTime() + LAST_WORDS.toNanos();
      while (endpoints.active() > 0 && System.nanoTime() < last) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drawing.close();
    measuring.close();
    javalin.stop();
    if (done) {
      // A network that is still asked must not be taken away.
      models.close();
    }
    meters.close();
  }

  private static Duration left(long limit) {
    return Duration.ofNanos(Math.max(0, limit - System.nanoTime()));
  }
}
