package org.tweedie.serve;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The JSON that a client sends: of a bounded size, and in a bounded time. */
final class RequestBody {

  /** Room for an image in Base64. */
  static final int LARGEST = 1 << 20;

  /** A slow client must not keep a thread for itself. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final String JSON = "application/json";
  private static final String CONNECTION = "Connection";

  private RequestBody() {}

  /**
   * Reads it.
   *
   * @throws Refusal if it is said to be no JSON, which no page of another site can say that it is;
   *     or is too large or too slow
   */
  static byte[] read(Context context) throws IOException {
    String type =
        Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT).strip();
    if (!type.equals(JSON) && !type.startsWith(JSON + ";")) {
      throw Refusal.of(415, "no-json", "Send JSON, with 'Content-Type: application/json'.");
    }
    if (context.header("Content-Encoding") != null) {
      throw Refusal.of(415, "packed", "Send JSON as it is, without a Content-Encoding.");
    }
    if (context.req().getContentLengthLong() > LARGEST) {
      throw tooLarge();
    }
    long limit = System.nanoTime() + LONGEST.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    InputStream in = context.bodyInputStream();
    for (int read = read(in, part); read >= 0; read = read(in, part)) {
      body.write(part, 0, read);
      if (body.size() > LARGEST) {
        throw tooLarge();
      }
      if (System.nanoTime() > limit) {
        throw Refusal.of(
            408,
            "too-slow",
            "The request did not arrive within %d s.".formatted(LONGEST.toSeconds()));
      }
    }
    // All is read, so the connection stays.
    context.res().setHeader(CONNECTION, null);
    return body.toByteArray();
  }

  /**
   * Says of a request with a body that the connection ends with the answer, as it does where the
   * body is not read to its end: a client that kept it would find it gone in its next request.
   */
  static void closeUnlessRead(Context context) {
    if (context.req().getContentLengthLong() > 0 || context.header("Transfer-Encoding") != null) {
      context.res().setHeader(CONNECTION, "close");
    }
  }

  /** The next bytes; the server has unchecked exceptions for what is broken in a body. */
  private static int read(InputStream in, byte[] part) throws IOException {
    try {
      return in.read(part);
    } catch (RuntimeException broken) {
      throw Refusal.of(
          400, "broken-body", "The request cannot be read: %s.".formatted(broken.getMessage()));
    }
  }

  private static Refusal tooLarge() {
    return Refusal.of(413, "too-large", "A request may have %d bytes at most.".formatted(LARGEST));
  }
}
