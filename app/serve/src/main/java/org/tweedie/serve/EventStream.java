package org.tweedie.serve;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events as the answer of one request (WHATWG HTML, section 9.2). What is told reaches
 * the client at once; a client that is gone is an {@link IOException}. For one thread.
 */
final class EventStream {

  static final String MEDIA_TYPE = "text/event-stream";

  private final HttpServletResponse response;
  private final OutputStream out;

  EventStream(Context context) throws IOException {
    response = context.res();
    response.setContentType(MEDIA_TYPE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    // A proxy that keeps events to itself would make no stream of them.
    response.setHeader("X-Accel-Buffering", "no");
    out = response.getOutputStream();
  }

  /**
   * Tells something.
   *
   * @param event what kind of thing
   * @param json on one line
   */
  void tell(String event, String json) throws IOException {
    write("event: " + event + "\ndata: " + json + "\n\n");
  }

  /** Tells nothing, to see whether anybody is there. */
  void beat() throws IOException {
    write(":\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    response.flushBuffer();
  }
}
