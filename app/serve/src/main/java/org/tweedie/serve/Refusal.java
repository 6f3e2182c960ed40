package org.tweedie.serve;

import java.util.OptionalLong;

/** A request that is not answered as it was meant, with the status that says so. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final long retryAfter;

  private Refusal(int status, String code, long retryAfter, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  static Refusal of(int status, String code, String message) {
    return new Refusal(status, code, -1, message);
  }

  /** One that may be asked again after so many seconds. */
  static Refusal later(int status, String code, long seconds, String message) {
    return new Refusal(status, code, seconds, message);
  }

  static Refusal timeout(long seconds) {
    return of(
        503,
        "timeout",
        "It took longer than the %d s that a request may take here. Ask for fewer samples or steps."
            .formatted(seconds));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** Seconds; empty where it makes no sense to ask again. */
  OptionalLong retryAfter() {
    return retryAfter < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfter);
  }
}
