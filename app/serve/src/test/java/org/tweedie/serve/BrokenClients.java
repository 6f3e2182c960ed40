package org.tweedie.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What broken programs send, and clients that go in the middle of it. */
final class BrokenClients {

  private BrokenClients() {}

  /** Bytes changed, taken out, put in and doubled. */
  static byte[] mutated(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(12));
      byte[] before = Arrays.copyOf(bytes, at);
      byte[] piece = Arrays.copyOfRange(bytes, at, to);
      byte[] after = Arrays.copyOfRange(bytes, to, bytes.length);
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> joined(before, after);
            case 1 -> joined(before, piece, piece, after);
            case 2 -> joined(before, new byte[] {(byte) random.nextInt(256)}, piece, after);
            case 3 -> joined(before, "9999999999999999999".getBytes(UTF_8), piece, after);
            default -> before.length == 0 ? after : before;
          };
      if (bytes.length == 0) {
        return bytes;
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /**
   * Opens connections at a time, sends a request to more or less of its end, every third whole, and
   * cuts them, every other one without a farewell.
   *
   * @param json of a request for samples as events
   */
  static void cut(URI address, String json, int count) throws IOException {
    String whole =
        "POST /v1/sample HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(json.length(), json);
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(address.getHost(), address.getPort());
      int cut = i % 3 == 0 ? whole.length() : 20 + i * (whole.length() - 20) / count;
      socket.getOutputStream().write(whole.substring(0, cut).getBytes(ISO_8859_1));
      if (i % 2 == 0) {
        socket.setSoLinger(true, 0);
      }
      open.add(socket);
    }
    for (Socket socket : open) {
      socket.close();
    }
  }
}
