package org.tweedie.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one. */
class ReportPageTest {

  private static final List<Integer> WIDTHS = List.of(320, 390, 1280);

  @TempDir Path folder;

  /**
   * Frames as wide as a phone and as a desk, in one start of the browser: each reports its own
   * width and that of its content.
   */
  @Test
  void pageFitsAPhoneAndADeskAndTheBrowserHasNothingToComplainOf() throws Exception {
    Path browser = browser();
    StudyReport.write(
        folder,
        "schedule x prediction",
        Trials.grid(folder),
        Map.of(),
        List.of(Trials.METRIC, "recall", "seconds"));
    String page = Files.readString(folder.resolve("report/report.html"));
    Path frames = Files.writeString(folder.resolve("frames.html"), frames(page));

    String log = run(browser, frames);
    List<String> found =
        Pattern.compile("data-found=\"([^\"]*)\"")
            .matcher(log)
            .results()
            .map(m -> m.group(1))
            .toList();
    assertThat(found).as("what the browser printed:%n%s", tail(log)).hasSize(WIDTHS.size());
    for (int i = 0; i < WIDTHS.size(); i++) {
      assertThat(found.get(i))
          .as(
              "width of the frame, what the content is wider by, headings, rows, pictures that loaded")
          .matches(WIDTHS.get(i) + " 0 9 \\d\\d+ 6");
    }
    assertThat(log).as("messages of the browser's console").doesNotContain("CONSOLE");
  }

  private static String frames(String page) {
    StringBuilder frames = new StringBuilder("<!DOCTYPE html><html><body>");
    for (int width : WIDTHS) {
      frames
          .append("<iframe style=\"border:0;width:%dpx;height:800px\" srcdoc=\"".formatted(width))
          .append(page.replace("&", "&amp;").replace("\"", "&quot;"))
          .append("\"></iframe>");
    }
    return frames
        .append(
            """
            <script>
            onload = () => document.querySelectorAll("iframe").forEach(frame => {
              const page = frame.contentDocument;
              const root = page.documentElement;
              frame.removeAttribute("srcdoc");
              frame.dataset.found = [frame.clientWidth, root.scrollWidth - root.clientWidth,
                page.querySelectorAll("h2").length, page.querySelectorAll("tr").length,
                [...page.images].filter(image => image.complete && image.naturalWidth > 0).length
              ].join(" ");
            });
            </script></body></html>
            """)
        .toString();
  }

  private String run(Path browser, Path page) throws IOException, InterruptedException {
    Path log = folder.resolve("browser.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--window-size=1400,900",
                "--dump-dom",
                page.toUri().toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("the browser did not end in time: " + tail(Files.readString(log)));
    }
    return Files.readString(log);
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 2000));
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
