package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.TestJar;

/** A folder full of broken jars, and the program that works all the same. */
class BrokenPluginsIT {

  @TempDir Path folder;

  @Test
  void theProgramTellsOfEachAndRunsWithTheSoundOnes() throws IOException {
    Path plugins = folder.resolve("plugins");
    List<String> folders = folders();
    folders.forEach(name -> TestJar.broken(name).write(plugins.resolve(name + ".jar")));
    Files.writeString(plugins.resolve("corrupt.jar"), "this is no jar");

    Program.Ended ended =
        Program.in(folder)
            .run(
                Runs.moons(
                    3,
                    "--run",
                    "run",
                    "--set",
                    "sampler=private-dependency/private",
                    "--set",
                    "evaluate.examples=8"))
            .succeeded();

    assertThat(ended.err()).doesNotContain("\tat ");
    Golden.check(
        "program/broken-plugins",
        ended
            .err()
            .lines()
            .takeWhile(line -> line.startsWith("plugins:") || line.matches("(\\d+\\)|  ) .*"))
            .collect(Collectors.joining("\n")));
    assertThat(folders).filteredOn(name -> isTold(ended.err(), name)).hasSize(folders.size() - 6);
    assertThat(folder.resolve("run/samples/scatter.png")).exists();
  }

  /**
   * Not the sound one, the one with dependencies of its own, two whose components fail only when
   * they are made, and two whose options nothing reads, which is told where they are used.
   */
  private static boolean isTold(String err, String name) {
    return err.contains("plugins/" + name + ".jar");
  }

  private static List<String> folders() throws IOException {
    try (Stream<Path> found = Files.list(Path.of("src", "it", "broken-plugins"))) {
      return found
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("common"))
          .sorted()
          .toList();
    }
  }
}
