package org.tweedie.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.tweedie.engine.problem.RunException;

/**
 * How runs are served. Immutable.
 *
 * @param host the address to listen at
 * @param port the port; 0 for any that is free
 * @param token what requests must bring; needed for an address that others can reach
 * @param queue how many requests wait at most
 * @param maxCount how many samples a request may ask for
 * @param maxSteps how many steps of a sampler
 * @param timeout how long a request may take, with its waiting
 * @param batchWait how long a request waits for others to be drawn with
 */
public record ServingOptions(
    String host,
    int port,
    Optional<String> token,
    int queue,
    int maxCount,
    int maxSteps,
    Duration timeout,
    Duration batchWait) {

  /** Shorter ones can be guessed. */
  private static final int SHORTEST_TOKEN = 16;

  /** Minutes more than any client waits. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * Checks.
   *
   * @throws RunException if a number is out of its range, there is no such address, or others could
   *     reach it without a token
   */
  public ServingOptions {
    within("port", port, 0, 65_535);
    within("queue", queue, 1, 10_000);
    within("max-count", maxCount, 1, 100_000);
    within("max-steps", maxSteps, 1, 100_000);
    within("timeout", timeout.toSeconds(), 1, LONGEST.toSeconds());
    within("batch-wait", batchWait.toMillis(), 0, 10_000);
    if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
      throw new RunException(
          "The token has %d characters, and short ones can be guessed: take %d or more, as 'openssl rand -hex 32' makes."
              .formatted(token.get().length(), SHORTEST_TOKEN));
    }
    if (token.isPresent() && !token.get().matches("[\\x21-\\x7e]+")) {
      throw new RunException("The token must be of visible ASCII characters, without spaces.");
    }
    if (token.isEmpty() && !isLoopback(host)) {
      throw new RunException(
          "Others can reach '%s', so requests must bring a token: name a file that holds it (--token-file FILE), or set TWEEDIE_TOKEN."
              .formatted(host));
    }
  }

  /** For this machine alone, at the usual port. */
  public static ServingOptions usual() {
    return new ServingOptions(
        "127.0.0.1",
        8080,
        Optional.empty(),
        64,
        256,
        1_000,
        Duration.ofSeconds(60),
        Duration.ofMillis(5));
  }

  /** The same at another port. */
  public ServingOptions withPort(int other) {
    return new ServingOptions(host, other, token, queue, maxCount, maxSteps, timeout, batchWait);
  }

  /** The same with a token. */
  public ServingOptions withToken(String needed) {
    return new ServingOptions(
        host, port, Optional.of(needed), queue, maxCount, maxSteps, timeout, batchWait);
  }

  /** The same with another number of requests that may wait. */
  public ServingOptions withQueue(int most) {
    return new ServingOptions(host, port, token, most, maxCount, maxSteps, timeout, batchWait);
  }

  /** The same with other times. */
  public ServingOptions withTimes(Duration longest, Duration wait) {
    return new ServingOptions(host, port, token, queue, maxCount, maxSteps, longest, wait);
  }

  private static void within(String name, long value, long low, long high) {
    if (value < low || value > high) {
      throw new RunException(
          "'%s' must be between %d and %d, not %d.".formatted(name, low, high, value));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new RunException("There is no address '%s' here.".formatted(host));
    }
  }
}
