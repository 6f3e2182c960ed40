package org.tweedie.engine.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ExampleConfigs;

/** Configs in which characters, words, lines and tags are lost, doubled and put elsewhere. */
@Tag("fuzz")
class ConfigFuzz {

  private static final int ROUNDS = 3000;

  /** What YAML reads in its own way, and numbers at the ends of their types. */
  private static final List<String> WORDS =
      List.of(
          "null",
          "~",
          ".inf",
          "-.INF",
          ".NaN",
          "0x7fffffff",
          "1e999",
          "-0",
          "2147483648",
          "0o17",
          "!!int x",
          "!!float abc",
          "!!binary aGk=",
          "!!set {a}",
          "&a",
          "*a",
          "<<: *a",
          "---",
          "...",
          "%YAML 9.9",
          "\u0000",
          "\uFEFF",
          "\u202e",
          "\ud83d\ude00",
          "[",
          "]",
          "{",
          "}",
          ": ",
          "- ",
          "? ",
          "| ",
          "> ",
          "'",
          "\"",
          "#",
          "\t",
          "true",
          "no",
          "99999999999999999999",
          "{}",
          "[]");

  private static Tweedie tweedie;

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    tweedie = Tweedie.load();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  @Test
  void mutatedExamples() throws IOException {
    SplittableRandom random = new SplittableRandom(16);
    Path file = folder.resolve("config.yaml");
    for (int round = 0; round < ROUNDS; round++) {
      String name = ExampleConfigs.NAMES.get(random.nextInt(ExampleConfigs.NAMES.size()));
      StringBuilder text = new StringBuilder(ExampleConfigs.text(name));
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutate(text, random);
      }
      Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
      Damage.fails(
          "round " + round + ":\n" + text, () -> tweedie.read(List.of(file), List.of()).toYaml());
    }
  }

  @Test
  void damagedExamples() throws IOException {
    Path file = folder.resolve("config.yaml");
    for (String name : ExampleConfigs.NAMES) {
      byte[] whole = ExampleConfigs.text(name).getBytes(StandardCharsets.UTF_8);
      for (int seed = 0; seed < 20; seed++) {
        for (var damage : Damage.of(whole, seed).entrySet()) {
          Files.write(file, damage.getValue());
          Damage.fails(
              name + ": " + damage.getKey(), () -> tweedie.read(List.of(file), List.of()).toYaml());
        }
      }
    }
  }

  @Test
  void mutatedOverrides() throws IOException {
    SplittableRandom random = new SplittableRandom(17);
    List<String> paths =
        List.of(
            "train.batch",
            "train",
            "guidance",
            "guidance+",
            "guidance.0.scale",
            "network.width",
            "sampler",
            "measures",
            "data.shape",
            "train.snapshot-widths",
            "schedule",
            "averages");
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder(paths.get(random.nextInt(paths.size()))).append('=');
      for (int i = random.nextInt(3); i >= 0; i--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
      }
      Damage.fails(text.toString(), () -> tweedie.example("moons", text.toString()).toYaml());
    }
  }

  private static void mutate(StringBuilder text, SplittableRandom random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + 1 + random.nextInt(12));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(at, to);
      case 1 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
      case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, to));
      case 3 -> {
        if (at < text.length()) {
          text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(7)));
        }
      }
      default -> {
        // A number or a word in the place of another.
        int colon = text.indexOf(": ", at);
        int end = colon < 0 ? -1 : text.indexOf("\n", colon);
        if (end > 0) {
          text.replace(colon + 2, end, WORDS.get(random.nextInt(WORDS.size())));
        }
      }
    }
  }
}
