package org.tweedie.serve;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests for a few samples each, whose answers are known beforehand. For one thread that asks;
 * answers come by others.
 */
final class Load {

  /** Samples of a request. */
  static final int COUNT = 5;

  private final Client client;
  private final List<byte[]> expected;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger later = new AtomicInteger();
  private final AtomicInteger other = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  /** When each was served, in nanoseconds. */
  private final List<Long> ends = Collections.synchronizedList(new ArrayList<>());

  private long begun;
  private long over;

  /**
   * With nothing asked yet.
   *
   * @param expected the file of the samples of each seed from 0 on
   */
  Load(Client client, List<byte[]> expected) {
    this.client = client;
    this.expected = List.copyOf(expected);
  }

  static String json(int seed) {
    return "{\"count\": %d, \"seed\": %d, \"format\": \"npy\"}".formatted(COUNT, seed);
  }

  private CompletableFuture<Void> ask() {
    int seed = asked.getAndIncrement() % expected.size();
    long begun = System.nanoTime();
    return client
        .later("/v1/sample", json(seed))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                other.incrementAndGet();
              } else {
                count(answer, seed, (System.nanoTime() - begun) / 1e6);
              }
              return null;
            });
  }

  private void count(HttpResponse<byte[]> answer, int seed, double took) {
    boolean saysWhen = answer.headers().firstValueAsLong("Retry-After").orElse(0) > 0;
    if (answer.statusCode() == 200) {
      millis.add(took);
      ends.add(System.nanoTime());
      if (!Arrays.equals(answer.body(), expected.get(seed))) {
        wrong.incrementAndGet();
      }
    } else if (answer.statusCode() == 429 && saysWhen) {
      later.incrementAndGet();
    } else {
      other.incrementAndGet();
    }
  }

  /** Clients that ask again as soon as they are answered. */
  Load closed(int clients, int seconds) throws InterruptedException {
    begun = System.nanoTime();
    over = begun + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (System.nanoTime() < over) {
                  ask().join();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return this;
  }

  /**
   * Requests that come by chance (a Poisson process), whether those before them are answered or
   * not.
   *
   * @param rate of requests a second
   */
  Load open(double rate, int seconds) {
    Random random = new Random(1);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    AtomicLong next = new AtomicLong(System.nanoTime());
    begun = next.get();
    over = begun + TimeUnit.SECONDS.toNanos(seconds);
    while (next.get() < over) {
      LockSupport.parkNanos(next.get() - System.nanoTime());
      all.add(ask());
      next.addAndGet((long) (-Math.log(1 - random.nextDouble()) / rate * 1e9));
    }
    all.forEach(CompletableFuture::join);
    return this;
  }

  /**
   * Samples that were answered in a second while all clients asked: from the last answer of the
   * first fifth to the last before the end, since answers come by whole batches.
   */
  double rate() {
    long ramp = begun + (over - begun) / 5;
    long from = ends.stream().filter(at -> at <= ramp).max(Long::compare).orElse(begun);
    long to = ends.stream().filter(at -> at <= over).max(Long::compare).orElse(over);
    long served = ends.stream().filter(at -> at > from && at <= to).count();
    return served * COUNT / ((to - from) / 1e9);
  }

  /** Answers that are other samples than those that were asked for. */
  int wrong() {
    return wrong.get();
  }

  int served() {
    return millis.size();
  }

  private double quantile(double share) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d asked: %,d served (p50 %.0f ms, p99 %.0f ms), %,d told to come later (429 with Retry-After), %d other, %d wrong",
        asked.get(),
        served(),
        quantile(0.5),
        quantile(0.99),
        later.get(),
        other.get(),
        wrong());
  }
}
