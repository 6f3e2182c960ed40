package org.tweedie.serve;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/** What a server counts of itself, in the words of Prometheus. Safe for many threads. */
final class Meters implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final DistributionSummary batches =
      DistributionSummary.builder("tweedie.batch.samples")
          .description("samples that were drawn side by side")
          .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
          .register(registry);
  private final DistributionSummary asked =
      DistributionSummary.builder("tweedie.batch.requests")
          .description("requests whose samples were drawn side by side")
          .register(registry);

  Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
  }

  /** How many jobs wait in a queue. */
  void queue(String name, Supplier<Number> size) {
    Gauge.builder("tweedie.queue.requests", size)
        .description("requests that wait")
        .tag("queue", name)
        .register(registry);
  }

  /**
   * An answer.
   *
   * @param endpoint one of those that there are, never what a client made up
   */
  void answered(String endpoint, int status, Duration time) {
    Timer.builder("tweedie.requests")
        .description("requests that were answered")
        .tag("endpoint", endpoint)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(time);
  }

  /** A request that was not let in. */
  void refused(String why) {
    registry.counter("tweedie.refused", "why", why).increment();
  }

  /** Samples that were drawn side by side. */
  void drawn(String model, int requests, int samples) {
    batches.record(samples);
    asked.record(requests);
    registry.counter("tweedie.samples", "model", model).increment(samples);
  }

  /** All of it as text. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
