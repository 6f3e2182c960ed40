package org.tweedie.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.engine.Run;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.image.NoisyImage;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is answered, over real HTTP on loopback. */
class ServingTest {

  private static final ServingOptions ANY_PORT = ServingOptions.usual().withPort(0);

  @TempDir Path folder;

  private static Serving serving;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    serving = Serving.start(ANY_PORT, SmallRun.served(), System.out::println);
    client = Client.of(serving);
  }

  @AfterAll
  static void stop() {
    serving.close();
  }

  /**
   * Five requests that fill a batch of fifty, so that none is drawn before all are there; each with
   * its own seed, number, classes and columns.
   */
  @Test
  void requestsThatAreDrawnSideBySideGetTheBytesOfTheCommandEach() throws IOException {
    ServingOptions patient = ANY_PORT.withTimes(Duration.ofSeconds(60), Duration.ofSeconds(10));
    try (Serving other = Serving.start(patient, SmallRun.served(), System.out::println)) {
      Client asking = Client.of(other);
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(
            asking.later(
                "/v1/sample",
                "{\"count\": 10, \"seed\": %d, \"classes\": [%d, \"7\"], \"columns\": %d, \"format\": \"%s\"}"
                    .formatted(i, i, i + 1, i % 2 == 0 ? "npy" : "png")));
      }
      for (int i = 0; i < 5; i++) {
        int seed = i;
        HttpResponse<byte[]> answer = answers.get(i).join();
        assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
        assertThat(answer.body())
            .as("request %d", i)
            .isEqualTo(
                SmallRun.sampled(
                    i % 2 == 0 ? Output.NPY : Output.GRID,
                    config ->
                        config
                            .with("sample.count", 10)
                            .with("sample.seed", seed)
                            .with("sample.classes", List.of(seed, "7"))
                            .with("sample.columns", seed + 1)));
      }
      assertThat(asking.metric("tweedie_batch_requests_count")).as("batches").isEqualTo(1);
      assertThat(asking.metric("tweedie_batch_requests_sum")).as("requests in it").isEqualTo(5);
      assertThat(asking.metric("tweedie_samples_total{model=\"digits\"}")).isEqualTo(50);
    }
  }

  @Test
  void samplerAndGuidanceAreChosenAsInAConfig() throws IOException {
    HttpResponse<byte[]> answer =
        client.post(
            "/v1/sample",
            "application/x-npy",
            """
            {"sampler": {"type": "ancestral", "steps": 3}, "guidance": {"scale": 0.5},
             "count": 3, "classes": [1], "seed": 5, "noise": "brownian"}
            """);
    assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-npy");
    assertThat(answer.body())
        .isEqualTo(
            SmallRun.sampled(
                Output.NPY,
                config ->
                    config
                        .with("sampler", Map.of("type", "ancestral", "steps", 3))
                        .with("guidance.scale", 0.5)
                        .with("sample.count", 3)
                        .with("sample.classes", List.of(1))
                        .with("sample.seed", 5)
                        .with("sample.noise", "brownian")));
  }

  @Test
  void numbersComeAsJson() {
    JsonNode answer =
        Client.json(
            client.post("/v1/sample", "{\"count\": 2, \"unconditional\": true, \"seed\": -3}"));
    assertThat(answer.get("model").asString()).isEqualTo("digits");
    assertThat(answer.get("seed").asInt()).isEqualTo(-3);
    assertThat(answer.get("shape").toString()).isEqualTo("[8,8,1]");
    assertThat(answer.get("classes").toString()).isEqualTo("[null,null]");
    assertThat(answer.get("samples").size()).isEqualTo(2);
    assertThat(answer.get("samples").get(0).size()).isEqualTo(64);
    assertThat(answer.get("samples").get(0).get(0).asDouble()).isBetween(-1.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'sampler': 'ddimm'}                         | unknown-component | sampler          | request:1:13 | Did you mean 'ddim'?
          {'sampler': {'type': 'ddim', 'stepz': 3}}    | unknown-option    | sampler.stepz    | request:1:30 | Did you mean 'steps'?
          {'count': 0}                                 | out-of-range      | sample.count     | request:1:11 | 'count' must be
          {'count': 'many'}                            | wrong-type        | sample.count     | request:1:11 | 'count' must be
          {'count': 1000000}                           | too-much          | sample.count     | request:1:11 | at most here
          {'count': 1e300}                             | wrong-type        | sample.count     | request:1:11 | 'count' must be
          {'sampler': {'steps': 100000}}               | too-much          | sampler.steps    | request:1:23 | at most here
          {'guidance': {'scale': 'strong'}}            | wrong-type        | guidance.scale   | request:1:24 | 'scale' must be
          {'train': {'steps': 3}}                      | unknown-field     | train            | request:1:2  | There is no field 'train' here.
          {'batch': 3}                                 | unknown-field     | batch            | request:1:2  | There is no field 'batch' here.
          {'weights': 'plain'}                         | unknown-field     | weights          | request:1:2  | There is no field 'weights' here.
          {'format': 'gif'}                            | unknown-value     | format           | request:1:12 | Available: png, npy, json
          {'model': 'faces'}                           | unknown-model     | model            | request:1:11 | Available: digits
          {'count': 1, 'count': 2}                     | duplicate-key     | count            | request:1:14 | is there already
          {'count': 256, 'scale': 900, 'format': 'png'} | too-much         | sample.scale     | request:1:25 | smaller scale
          {'classes': ['eleven']}                      | refused           |                  | request      | There is no class 'eleven'.
          [1]                                          | wrong-type        |                  | request:1:1  | A request is an object
          {                                            | syntax            |                  | request:1:2  | This is not JSON
          """)
  void whatIsWrongIsToldInTheWordsOfAConfig(
      String json, String code, String path, String place, String words) {
    HttpResponse<byte[]> answer = client.post("/v1/sample", json.replace('\'', '"'));
    assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(400);
    JsonNode problem = Client.json(answer).get("problems").get(0);
    assertThat(
            List.of(
                problem.get("code").asString(),
                problem.get("path").asString(),
                problem.get("place").asString()))
        .as(Client.text(answer))
        .containsExactly(code, Optional.ofNullable(path).orElse(""), place);
    assertThat(Client.json(answer).get("message").asString()).contains(words);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    JsonNode answer =
        Client.json(
            client.post(
                "/v1/sample",
                "{\"sampler\": \"ddimm\", \"cuont\": 3, \"format\": \"gif\", \"seed\": 0.5}"));
    Set<String> codes = new TreeSet<>();
    answer.get("problems").forEach(problem -> codes.add(problem.get("code").asString()));
    assertThat(codes)
        .containsExactly("unknown-component", "unknown-field", "unknown-value", "wrong-type");
  }

  /** A file of the server must not be opened because a client names it. */
  @Test
  void noFileOfTheServerIsOpenedForAClient() throws IOException {
    Path image = Files.write(folder.resolve("secret.png"), new byte[] {1});
    for (String guidance :
        List.of(
            "{\"type\": \"reconstruction\", \"image\": \"%s\"}",
            "{\"type\": \"classifier\", \"run\": \"%s\"}")) {
      HttpResponse<byte[]> answer =
          client.post(
              "/v1/sample", "{\"guidance\": " + guidance.formatted(image) + ", \"count\": 1}");
      assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(400);
      assertThat(Client.text(answer)).contains("not-for-clients").doesNotContain("cannot be read");
    }
    HttpResponse<byte[]> answer =
        client.post(
            "/v1/evaluate",
            "{\"measures\": [{\"type\": \"frechet\", \"classifier\": \"%s\"}]}".formatted(image));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.text(answer)).contains("not-for-clients");
  }

  @Test
  void aNoisyImageComesBackAsTheCommandCleansIt() throws IOException {
    Path noisy = folder.resolve("noisy.png");
    try (Run run = SmallRun.open(UnaryOperator.identity())) {
      Files.write(noisy, single());
      run.images()
          .denoise(
              new NoisyImage(noisy, 60, false, Optional.empty(), 3, Optional.of("5"), 1),
              folder.resolve("clean.png"));
    }
    HttpResponse<byte[]> answer =
        client.post(
            "/v1/denoise",
            "{\"image\": \"%s\", \"noise-level\": 60, \"steps\": 3, \"class\": 5}"
                .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(noisy))));
    assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Files.readAllBytes(folder.resolve("clean.png")));
  }

  /** A picture of one sample at its own size. */
  private static byte[] single() throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int k = 0; k < 64; k++) {
      image.getRaster().setSample(k % 8, k / 8, 0, 37 * k % 256);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'noise-level': 20}                    | 'image' must be given.
          {'image': '%%', 'noise-level': 20}     | in Base64
          {'image': 'AAAA', 'noise-level': 20}   | The image cannot be read as an image
          {'image': 'AAAA', 'noise-level': 'x'}  | 'noise-level' must be a number
          {'image': 'AAAA', 'noise-level': 1, 'steps': 0} | 'steps' must be between 1 and 1000
          {'image': 'AAAA', 'noise-level': 1e99} | The
          """)
  void whatIsNoNoisyImageIsToldInWords(String json, String words) {
    HttpResponse<byte[]> answer = client.post("/v1/denoise", json.replace('\'', '"'));
    assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(400);
    assertThat(Client.json(answer).get("message").asString()).contains(words);
  }

  @Test
  void measuresAreThoseOfTheCommand() throws IOException {
    HttpResponse<byte[]> answer =
        client.post(
            "/v1/evaluate",
            "{\"measures\": {\"type\": \"bound\", \"examples\": 10, \"draws\": 1}}");
    assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
    try (Run run =
        SmallRun.open(
            config ->
                config.with(
                    "measures", List.of(Map.of("type", "bound", "examples", 10, "draws", 1))))) {
      assertThat(Client.json(answer))
          .isEqualTo(JsonMapper.shared().readTree(run.measure(RunListener.silent()).json()));
    }
  }

  @Test
  void aStreamTellsOfEveryStepAndEndsWithTheSamples() {
    String json = "{\"count\": 3, \"format\": \"png\", \"frames\": 2, \"seed\": 8}";
    HttpResponse<byte[]> answer = client.post("/v1/sample", "text/event-stream", json);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    List<String> events = new ArrayList<>();
    List<JsonNode> data = new ArrayList<>();
    for (String event : Client.text(answer).split("\n\n")) {
      String[] lines = event.split("\n");
      events.add(lines[0]);
      data.add(JsonMapper.shared().readTree(lines[1].substring("data: ".length())));
    }
    assertThat(events)
        .containsExactly(
            "event: queued",
            "event: step",
            "event: step",
            "event: step",
            "event: step",
            "event: done");
    assertThat(data.stream().filter(one -> one.has("picture"))).hasSize(2);
    assertThat(data.get(4).get("step").asInt()).isEqualTo(4);
    assertThat(Base64.getDecoder().decode(data.get(5).get("base64").asString()))
        .isEqualTo(client.post("/v1/sample", json).body());
  }

  @Test
  void modelsAreListedWithWhatCanBeAskedOfThem() {
    JsonNode list = Client.json(client.get("/v1/models"));
    JsonNode digits = list.get("models").get(0);
    assertThat(digits.get("name").asString()).isEqualTo("digits");
    assertThat(digits.get("step").asLong()).isEqualTo(40);
    assertThat(digits.get("levels").asInt()).isEqualTo(17);
    assertThat(digits.get("classes").size()).isEqualTo(10);
    assertThat(digits.get("scale").asBoolean()).isTrue();
    assertThat(list.get("limits").get("count").asInt()).isEqualTo(256);
  }

  /** Every reference leads somewhere, and the options are those that requests are read by. */
  @Test
  void theDocumentSaysWhatIsAnswered() {
    JsonNode document = Client.json(client.get("/openapi.json"));
    List<String> references = document.findValuesAsString("$ref");
    assertThat(references).hasSizeGreaterThan(50);
    for (String reference : new TreeSet<>(references)) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
    JsonNode properties = document.at("/components/schemas/SampleRequest/properties");
    assertThat(properties.get("count").get("description").asString()).contains("how many samples");
    for (String path : document.get("paths").propertyNames()) {
      int status =
          document.get("paths").get(path).has("get")
              ? client.get(path).statusCode()
              : client.post(path, "[]").statusCode();
      assertThat(status).as(path).isIn(200, 400);
    }
  }

  @Test
  void itsHealthAndItsNumbersAreToldAndNothingElseIsThere() {
    assertThat(Client.text(client.get("/health"))).isEqualTo("{\"status\":\"ok\"}");
    assertThat(Client.text(client.get("/metrics")))
        .contains("tweedie_requests_seconds_count{endpoint=\"health\",status=\"200\"}")
        .contains("jvm_memory_used_bytes");
    assertThat(client.get("/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(client.get("/..%2f..%2fetc/passwd").statusCode()).isIn(400, 404);
    assertThat(client.get("/v1/sample").statusCode()).isEqualTo(405);
    assertThat(Client.text(client.get("/metrics"))).doesNotContain("nothing", "passwd");
  }

  @Test
  void aPageOfAnotherSiteMayNotAsk() {
    String json = "{\"count\": 1}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    for (String[] header :
        new String[][] {
          {"Origin", "https://evil.example"},
          {"Origin", "null"},
          {"Origin", "http://127.0.0.1:1"},
          {"Sec-Fetch-Site", "cross-site"}
        }) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(
                      client.posted("/v1/sample", "*/*", bytes), (name, value) -> true)
                  .header(header[0], header[1])
                  .build());
      assertThat(answer.statusCode()).as(String.join(": ", header)).isEqualTo(403);
    }
    // What a form can send without being asked first.
    HttpResponse<byte[]> form =
        client.send(
            client
                .request("/v1/sample")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build());
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(client.get("/").headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(client.get("/").headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
  }

  @Test
  void whoHasNoTokenIsNotLetInWhereOneIsNeeded() throws IOException {
    String token = "0123456789abcdef0123";
    try (Serving other =
        Serving.start(ANY_PORT.withToken(token), SmallRun.served(), System.out::println)) {
      Client asking = Client.of(other);
      assertThat(asking.get("/v1/models").statusCode()).isEqualTo(401);
      assertThat(asking.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(asking.post("/v1/sample", "{\"count\": 1}").statusCode()).isEqualTo(401);
      assertThat(asking.get("/health").statusCode()).isEqualTo(200);
      assertThat(asking.get("/").statusCode()).isEqualTo(200);
      for (String brought :
          List.of("Bearer " + token, "bearer " + token, "Bearer x" + token, "Basic " + token, "")) {
        int status =
            asking
                .send(asking.request("/v1/models").header("Authorization", brought).build())
                .statusCode();
        assertThat(status)
            .as(brought)
            .isEqualTo(brought.toLowerCase(Locale.ROOT).equals("bearer " + token) ? 200 : 401);
      }
    }
  }

  @Test
  void nobodyElseReachesAServerWithoutAToken() {
    for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
      assertThatThrownBy(
              () ->
                  new ServingOptions(
                      host,
                      0,
                      Optional.empty(),
                      64,
                      256,
                      1000,
                      Duration.ofSeconds(60),
                      Duration.ofMillis(5)))
          .as(host)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("--token-file");
    }
    assertThatThrownBy(() -> ANY_PORT.withToken("short"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("can be guessed");
  }

  @Test
  void aPortThatIsTakenIsToldInWords() {
    assertThatThrownBy(
            () ->
                Serving.start(
                    ANY_PORT.withPort(serving.address().getPort()),
                    SmallRun.served(),
                    System.out::println))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is taken");
  }
}
