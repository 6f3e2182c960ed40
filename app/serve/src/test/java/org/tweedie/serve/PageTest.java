package org.tweedie.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page for people in a real browser, where there is one. */
class PageTest {

  private static final String TOKEN = "0123456789abcdef0123";

  @TempDir Path folder;

  @Test
  void aPersonDrawsAClassAndSeesTheWalkFromNoise() throws Exception {
    Path browser = browser();
    ServingOptions options = ServingOptions.usual().withPort(0).withToken(TOKEN);
    try (Serving serving = Serving.start(options, SmallRun.served(), System.out::println);
        DevTools page = DevTools.start(browser, folder.resolve("profile"))) {
      for (int width : List.of(1280, 400, 320)) {
        page.ask(
            "Emulation.setDeviceMetricsOverride",
            JsonMapper.shared()
                .createObjectNode()
                .put("width", width)
                .put("height", 800)
                .put("deviceScaleFactor", 1)
                .put("mobile", width < 500));
        page.open(serving.address());
        JsonNode found =
            page.value(
                """
                (async () => {
                  const until = async hold => {
                    while (!hold()) await new Promise(done => setTimeout(done, 10));
                  };
                  await until(() => !$("token-row").hidden);
                  $("token").value = "%s";
                  $("token").dispatchEvent(new Event("change"));
                  await until(() => $("model").options.length > 0);
                  $("class").value = "3";
                  $("count").value = "4";
                  $("steps").value = "6";
                  $("scale").value = "1.5";
                  $("form").dispatchEvent(new Event("input"));
                  $("draw").click();
                  await until(() => document.body.dataset.done || !$("error").hidden);
                  await $("picture").decode();
                  const last = $("picture").src;
                  $("walk").value = 0;
                  $("walk").dispatchEvent(new Event("input"));
                  await $("picture").decode();
                  const root = document.documentElement;
                  return {
                    wider: root.scrollWidth - root.clientWidth,
                    width: root.clientWidth,
                    error: $("error").textContent,
                    status: $("status").textContent,
                    frames: Number($("walk").max) + 1,
                    first: $("step").textContent,
                    moved: $("picture").src !== last,
                    pixels: $("picture").naturalWidth,
                    command: $("command").textContent,
                    last: last,
                    unnamed: [...document.querySelectorAll("input, select")]
                      .filter(one => !one.closest("label")).length,
                  };
                })()
                """
                    .formatted(TOKEN));
        assertThat(found.get("error").asString()).isEmpty();
        assertThat(found.get("width").asInt()).isEqualTo(width);
        assertThat(found.get("wider").asInt())
            .as("what the content is wider by at %d", width)
            .isZero();
        assertThat(found.get("frames").asInt()).as("six steps and the samples").isEqualTo(7);
        assertThat(found.get("first").asString()).isEqualTo("step 1 of 6");
        assertThat(found.get("moved").asBoolean()).isTrue();
        assertThat(found.get("pixels").asInt()).isPositive();
        assertThat(found.get("status").asString()).isEqualTo("Done.");
        assertThat(found.get("unnamed").asInt()).as("fields without a label").isZero();
        assertThat(found.get("command").asString())
            .contains("curl " + serving.address() + "v1/sample", "\"classes\":[\"3\"]");
        assertThat(found.get("last").asString())
            .as("the picture that a program gets")
            .isEqualTo("data:image/png;base64," + picture(serving));
      }
      // The first question without a token is answered 401, which browsers write down.
      assertThat(page.complaints())
          .as("messages of the browser's console")
          .allMatch(it -> it.contains("401"));
    }
  }

  private static String picture(Serving serving) {
    Client client = Client.of(serving);
    return Base64.getEncoder()
        .encodeToString(
            client
                .send(
                    client
                        .request("/v1/sample")
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + TOKEN)
                        .POST(
                            BodyPublishers.ofString(
                                "{\"count\": 4, \"columns\": 2, \"seed\": 1, \"classes\": [\"3\"], \"format\": \"png\","
                                    + " \"sampler\": {\"steps\": 6}, \"guidance\": {\"scale\": 1.5}}"))
                        .build())
                .body());
  }

  private static Path browser() {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(
                folder ->
                    Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
                        .map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "skipped: neither Chromium nor Chrome is on the PATH");
    return found.orElseThrow();
  }
}
