package org.tweedie.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tweedie.engine.Run.Output;

/**
 * Clients that mean harm or are broken: none of them makes the server fail, keeps its threads or
 * its memory, or changes what others get.
 */
class HostileClientsTest {

  private static final ServingOptions QUICK =
      ServingOptions.usual().withPort(0).withTimes(Duration.ofSeconds(60), Duration.ZERO);
  private static final String VALID =
      "{\"count\": 2, \"seed\": 3, \"classes\": [1, \"2\"], \"sampler\": {\"type\": \"ddim\", \"steps\": 2},"
          + " \"guidance\": {\"scale\": 1.5}, \"format\": \"npy\"}";

  private static final List<String> LOG = Collections.synchronizedList(new ArrayList<>());

  private static Serving serving;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    serving = Serving.start(QUICK, SmallRun.served(), LOG::add);
    client = Client.of(serving);
  }

  @AfterAll
  static void stop() {
    serving.close();
  }

  private static void isSound() throws IOException {
    HttpResponse<byte[]> answer = client.post("/v1/sample", VALID);
    assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            SmallRun.sampled(
                Output.NPY,
                config ->
                    config
                        .with("sampler.steps", 2)
                        .with("guidance.scale", 1.5)
                        .with("sample.count", 2)
                        .with("sample.seed", 3)
                        .with("sample.classes", List.of("1", "2"))));
  }

  /** Bytes changed, taken out, put in and doubled: as JSON may come from a broken program. */
  @Test
  void aThousandMalformedRequestsAreRefusedInWordsAndLeaveNothingBehind() throws IOException {
    isSound();
    Random random = new Random(17);
    Map<Integer, Integer> statuses = new TreeMap<>();
    int threads = 0;
    long memory = 0;
    for (int i = 0; i < 1000; i++) {
      if (i == 200) {
        threads = Thread.activeCount();
        memory = used();
      }
      byte[] body = BrokenClients.mutated(VALID.getBytes(UTF_8), random);
      String path = i % 10 == 9 ? "/v1/denoise" : i % 10 == 8 ? "/v1/evaluate" : "/v1/sample";
      HttpResponse<byte[]> answer = client.send(client.posted(path, "*/*", body));
      statuses.merge(answer.statusCode(), 1, Integer::sum);
      if (answer.statusCode() != 200) {
        assertThat(Client.json(answer).get("problems").size())
            .as("%s: %s", new String(body, UTF_8), Client.text(answer))
            .isPositive();
      }
    }
    System.out.println("answers to 1,000 mutated requests: " + statuses);
    assertThat(statuses.keySet()).isSubsetOf(200, 400, 422);
    assertThat(statuses.get(400)).isGreaterThan(500);
    assertThat(LOG).as("what nobody foresaw").isEmpty();
    assertThat(Thread.activeCount()).as("threads").isLessThanOrEqualTo(threads + 4);
    assertThat(used() - memory).as("bytes of 800 requests").isLessThan(16 << 20);
    isSound();
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** What no HTTP client sends. */
  @Test
  void whatIsNoRequestIsRefusedToo() throws IOException {
    List<String> requests =
        List.of(
            "\r\n\r\n",
            "HELLO\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(5_000) + "\r\n",
            post("Content-Length: 5\r\nContent-Length: 6", "{}"),
            post("Content-Length: -1", "{}"),
            post("Content-Length: 99999999999", "{}"),
            post("Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n"),
            post("Transfer-Encoding: chunked\r\nContent-Length: 2", "2\r\n{}\r\n0\r\n\r\n"),
            post("Transfer-Encoding: chunked", "2\r\n{]\r\n0\r\n\r\n"),
            post("Content-Encoding: gzip\r\nContent-Length: 2", "{}"),
            post("Content-Length: 2\r\nX-HTTP-Method-Override: GET", "{}"),
            "POST /v1/sample HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
    for (String request : requests) {
      String status = firstLine(request);
      assertThat(status)
          .as(request.substring(0, Math.min(300, request.length())))
          .matches("|HTTP/1.1 (4\\d\\d|501|505).*");
    }
    assertThat(LOG).isEmpty();
    isSound();
  }

  private static String post(String header, String body) {
    return "POST /v1/sample HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
        + header
        + "\r\n\r\n"
        + body;
  }

  private static Socket socket() throws IOException {
    URI address = serving.address();
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Sends and shuts its own side; the first line of the answer, if any comes. */
  private static String firstLine(String request) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), ISO_8859_1).lines().findFirst().orElse("");
    } catch (SocketException reset) {
      // It need not hear all of it to refuse it.
      return "";
    }
  }

  /**
   * The rest of such a request is taken for the next one or cuts the connection; a client that
   * keeps it for its next request would find it gone in the middle of that one.
   */
  @Test
  void whoIsRefusedBeforeTheRequestWasReadIsToldThatTheConnectionEnds() throws IOException {
    for (String refused :
        List.of(
            "POST /v1/sample HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\nContent-Type: application/json",
            "POST /v1/sample HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain",
            "POST /v1/nothing HTTP/1.1\r\nHost: localhost",
            "POST /health HTTP/1.1\r\nHost: localhost")) {
      for (String length : List.of("Content-Length: 5", "Transfer-Encoding: chunked")) {
        assertThat(head("%s\r\n%s\r\n\r\n".formatted(refused, length)))
            .as(refused)
            .startsWith("HTTP/1.1 4")
            .containsIgnoringCase("\r\nConnection: close\r\n");
      }
    }
    // Nobody is invited to send what is refused.
    String waits = "Expect: 100-continue\r\nContent-Length: ";
    assertThat(head(post(waits + 5, "").replace("json", "text")))
        .startsWith("HTTP/1.1 415")
        .containsIgnoringCase("\r\nConnection: close\r\n");
    assertThat(head(post(waits + (3L << 30), "")))
        .startsWith("HTTP/1.1 413")
        .containsIgnoringCase("\r\nConnection: close\r\n");
    String read =
        "POST /v1/sample HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    assertThat(head(read + "Content-Length: 2\r\n\r\n{]"))
        .startsWith("HTTP/1.1 400")
        .doesNotContainIgnoringCase("Connection: close");
    assertThat(head("GET /v1/sample HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 4")
        .doesNotContainIgnoringCase("Connection: close");
  }

  /** The head of the answer to a request whose body never comes. */
  private static String head(String request) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        assertThat(next).as("after %s", head).isNotNegative();
        head.append((char) next);
      }
      return head.toString();
    }
  }

  @Test
  void connectionsThatAreCutInTheMiddleLeaveNothingBehind() throws Exception {
    isSound();
    int threads = Thread.activeCount();
    BrokenClients.cut(serving.address(), VALID, 60);
    isSound();
    // Requests that were whole are drawn, though nobody is there; then all is as before.
    long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String waiting = "tweedie_queue_requests{queue=\"drawing\"}";
    while (client.metric(waiting) > 0 && System.nanoTime() < limit) {
      Thread.onSpinWait();
    }
    assertThat(client.metric(waiting)).as("requests that wait").isZero();
    isSound();
    assertThat(Thread.activeCount())
        .as("threads: of 60 connections at a time some stay for the next ones")
        .isLessThanOrEqualTo(threads + 70);
  }

  /**
   * Ten times what the queue holds: those who are let in get their own bytes, all others are told
   * to come later.
   */
  @Test
  void tooManyRequestsAreToldToComeLaterAndTheOthersGetWhatIsTheirs() throws IOException {
    try (Serving small = Serving.start(QUICK.withQueue(4), SmallRun.served(), LOG::add)) {
      Client asking = Client.of(small);
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(
            asking.later(
                "/v1/sample", "{\"count\": 5, \"seed\": %d, \"format\": \"npy\"}".formatted(i)));
      }
      int served = 0;
      int refused = 0;
      for (int i = 0; i < 40; i++) {
        HttpResponse<byte[]> answer = answers.get(i).join();
        int seed = i;
        if (answer.statusCode() == 429) {
          refused++;
          assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
        } else {
          served++;
          assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
          if (served % 4 == 1) {
            assertThat(answer.body())
                .isEqualTo(
                    SmallRun.sampled(
                        Output.NPY,
                        config -> config.with("sample.count", 5).with("sample.seed", seed)));
          }
        }
      }
      System.out.printf(
          "40 requests at once, 4 may wait: %d served, %d told to come later%n", served, refused);
      assertThat(served).isPositive();
      assertThat(refused).isPositive();
    }
  }

  /** One waits for others that never come; to stop is to draw it at once. */
  @Test
  void aServerThatStopsFinishesWhatItHas() throws Exception {
    ServingOptions patient =
        QUICK.withTimes(Duration.ofSeconds(60), Duration.ofSeconds(10)).withQueue(1);
    Serving stopped = Serving.start(patient, SmallRun.served(), LOG::add);
    Client asking = Client.of(stopped);
    CompletableFuture<HttpResponse<byte[]>> waiting = asking.later("/v1/sample", VALID);
    while (asking.metric("tweedie_queue_requests{queue=\"drawing\"}") < 1) {
      Thread.onSpinWait();
    }
    assertThat(asking.post("/v1/sample", VALID).statusCode())
        .as("the queue is full")
        .isEqualTo(429);
    stopped.close();
    assertThat(waiting.join().statusCode()).isEqualTo(200);
    assertThat(waiting.join().body()).isEqualTo(client.post("/v1/sample", VALID).body());
  }
}
