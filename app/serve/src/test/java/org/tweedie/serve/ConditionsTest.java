package org.tweedie.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.engine.Run;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model that is told captions, numbers and images, each of which a request may bring. */
class ConditionsTest {

  private static final String NUMBERS = "{\"x\": 0.25, \"y\": -0.5, \"radius\": 0.3}";

  @TempDir private static Path folder;

  private static Tweedie tweedie;
  private static Run run;
  private static Serving serving;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    System.setProperty("tweedie.optimize", "false");
    tweedie = Tweedie.load();
    Path path = folder.resolve("scenes");
    try (Run made =
        tweedie.create(
            path,
            tweedie
                .example("scenes")
                .with("data", Map.of("type", "scenes", "count", 400, "numbers", true))
                .with("image-condition", Map.of("type", "upscaling", "factor", 4))
                .with(
                    "network",
                    Map.of(
                        "type",
                        "unet",
                        "channels",
                        8,
                        "groups",
                        4,
                        "channel-multipliers",
                        List.of(1, 1),
                        "blocks",
                        1,
                        "attention",
                        List.of()))
                .with("text-encoder", Map.of("type", "words", "width", 8))
                .with("measures", List.of())
                .with("train.steps", 2)
                .with("train.batch", 4)
                .with("train.sample-every", 0)
                .with("sampler", Map.of("type", "ddim", "steps", 2)))) {
      made.train(RunListener.silent());
    }
    run = tweedie.open(path);
    serving =
        Serving.start(
            ServingOptions.usual()
                .withPort(0)
                .withTimes(Duration.ofSeconds(60), Duration.ofMillis(300)),
            List.of(new ServedRun("scenes", () -> tweedie.open(path))),
            System.out::println);
    client = Client.of(serving);
  }

  @AfterAll
  static void stop() {
    serving.close();
    run.close();
    tweedie.close();
  }

  private static byte[] png(int size, int seed) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int k = 0; k < Math.min(size * size, 1000); k++) {
      image.setRGB(k % size, k / size, 0x123457 * (k + seed) & 0xffffff);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Drawn side by side, each with its own captions, numbers and images, as the command draws it.
   */
  @Test
  void everyPartOfAConditionIsAskedForAndDrawnAsTheCommandDoes() throws IOException {
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    List<String> captions = List.of("two green squares", "a small red circle");
    for (int i = 0; i < 2; i++) {
      answers.add(
          client.later(
              "/v1/sample",
              "{\"count\": 3, \"columns\": 2, \"seed\": %d, \"format\": \"npy\", \"captions\": %s, \"numbers\": %s, \"images\": [\"%s\"]}"
                  .formatted(
                      i,
                      JsonMapper.shared().writeValueAsString(captions.subList(i, 2)),
                      NUMBERS,
                      base64(png(8, i)))));
    }
    for (int i = 0; i < 2; i++) {
      Path image = Files.write(folder.resolve("condition-%d.png".formatted(i)), png(8, i));
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      try (Run used = run.using(run.config().with("sample.columns", 2))) {
        used.sample(
            Samples.count(3)
                .seed(i)
                .ofCaptions(captions.subList(i, 2))
                .ofNumbers(Map.of("x", 0.25, "y", -0.5, "radius", 0.3))
                .ofImages(List.of(image)),
            expected,
            Output.NPY,
            RunListener.silent());
      }
      HttpResponse<byte[]> answer = answers.get(i).join();
      assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(200);
      assertThat(answer.body()).as("request %d", i).isEqualTo(expected.toByteArray());
    }
    assertThat(client.metric("tweedie_batch_requests_max")).isEqualTo(2);
  }

  @Test
  void numbersAnswerWithWhatEachSampleWasToBe() {
    JsonNode answer =
        Client.json(
            client.post(
                "/v1/sample",
                "{\"count\": 2, \"columns\": 1, \"captions\": [\"two green squares\", \"a red circle\"], \"numbers\": %s, \"format\": \"json\"}"
                    .formatted(NUMBERS)));
    assertThat(answer.get("captions").toString())
        .as(answer.toString())
        .isEqualTo("[\"two green squares\",\"a red circle\"]");
    assertThat(answer.get("numbers").get(1).get("x").asDouble()).isEqualTo(0.25);
    assertThat(answer.get("classes").toString()).isEqualTo("[null,null]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'captions': ['a purple circle']}                      | refused          |                  | 'purple'
          {'captions': 'a red circle'}                           | wrong-type       | sample.captions  | list
          {'numbers': {'z': 2}}                                  | refused          |                  | There is no number 'z'
          {'numbers': {'x': 2}}                                  | refused          |                  | please give y, radius too
          {'numbers': {'x': 'two'}}                              | wrong-type       | numbers.x        | must be a number
          {'numbers': {'x': 1e300}}                              | wrong-type       | numbers.x        | of 32 bits
          {'numbers': [2]}                                       | wrong-type       | numbers          | must be an object
          {'images': ['SMALL']}                                  | unreadable-image | images           | 4x4 pixels
          {'images': ['HUGE']}                                   | unreadable-image | images           | 3000x3000 pixels
          {'images': ['AAAA']}                                   | unreadable-image | images           | cannot be read as an image
          {'images': ['%%']}                                     | wrong-type       | images           | in Base64
          {'images': ['/etc/passwd']}                            | unreadable-image | images           | not in a known format
          {'images': [3]}                                        | wrong-type       | images           | in Base64
          {'images': 'AAAA'}                                     | wrong-type       | images           | must be a list
          {'captions': [MANY]}                                   | too-much         | captions         | 257 entries
          {'captions': ['LONG']}                                 | too-much         | sample.captions  | 2000 characters
          {'images': [MANY]}                                     | too-much         | images           | 257 entries
          {'unconditional': true, 'captions': ['a red circle']}  | contradiction    | captions         | Give one of the two
          """)
  void whatCannotBeAskedForIsToldInWords(String json, String code, String path, String words)
      throws IOException {
    String body =
        json.replace('\'', '"')
            .replace("SMALL", base64(png(4, 1)))
            .replace("HUGE", json.contains("HUGE") ? base64(png(3000, 0)) : "")
            .replace("MANY", String.join(",", Collections.nCopies(257, "\"a red circle\"")))
            .replace("LONG", "a".repeat(2001));
    HttpResponse<byte[]> answer = client.post("/v1/sample", body);
    assertThat(answer.statusCode()).as(Client.text(answer)).isEqualTo(400);
    JsonNode problem = Client.json(answer).get("problems").get(0);
    assertThat(problem.get("code").asString()).as(Client.text(answer)).isEqualTo(code);
    assertThat(problem.get("path").asString()).isEqualTo(path == null ? "" : path);
    assertThat(Client.json(answer).get("message").asString()).contains(words);
  }

  @Test
  void whatTheModelIsToldIsListed() {
    JsonNode scenes = Client.json(client.get("/v1/models")).get("models").get(0);
    JsonNode conditions = scenes.get("conditions");
    assertThat(conditions.findValuesAsString("part"))
        .containsExactly("numbers", "caption", "image");
    assertThat(conditions.get(0).get("numbers").findValuesAsString("name"))
        .containsExactly("x", "y", "radius");
    assertThat(conditions.get(2).get("shape").toString()).isEqualTo("[8,8,3]");
    JsonNode properties =
        Client.json(client.get("/openapi.json")).at("/components/schemas/SampleRequest/properties");
    assertThat(properties.at("/numbers/additionalProperties/type").asString()).isEqualTo("number");
    assertThat(properties.at("/images/items/contentEncoding").asString()).isEqualTo("base64");
    assertThat(properties.at("/captions/items/type").toString()).contains("string");
    assertThat(properties.at("/captions/items/maxLength").asInt()).isEqualTo(2000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'captions': ['a three']}      | without captions
          {'numbers': {'thickness': 2}}  | without numbers
          {'images': ['AAAA']}           | without images
          """)
  void aModelThatWasTrainedWithoutSaysSo(String json, String words) throws IOException {
    try (Serving digits =
        Serving.start(ServingOptions.usual().withPort(0), SmallRun.served(), System.out::println)) {
      HttpResponse<byte[]> answer = Client.of(digits).post("/v1/sample", json.replace('\'', '"'));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Client.json(answer).get("message").asString()).contains(words);
    }
  }
}
