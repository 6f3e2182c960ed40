package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must answer at once. */
@Execution(ExecutionMode.CONCURRENT)
class HelpIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "train --help",
        "average --help",
        "evaluate --help",
        "sample --help",
        "denoise --help",
        "reproduce --help",
        "ablate --help",
        "score --help",
        "results --help",
        "train-classifier --help",
        "inpaint --help",
        "upscale --help",
        "components --help",
        "verify --help",
        "convergence --help",
        "schema --help",
        "serve --help",
        "plugin new --help",
        "init --help",
        "init --list"
      })
  void helpLoadsNothingNativeAndNoLibraryOfARun(String line) throws Exception {
    Path log = folder.resolve("classes.txt");
    Program.Ended ended =
        Program.in(folder).with("-Xlog:class+load:file=" + log).run(line.split(" ")).succeeded();
    assertThat(ended.out()).isNotBlank();
    assertThat(ended.err()).isEmpty();
    List<String> classes = Files.readAllLines(log);
    assertThat(classes).anyMatch(loaded -> loaded.contains("org.tweedie.cli.Program"));
    for (String library :
        List.of(
            "org.tensorflow",
            "org.bytedeco",
            "com.google.inject",
            "tools.jackson",
            "org.hibernate",
            "org.snakeyaml",
            "org.h2",
            "io.javalin",
            "org.eclipse.jetty",
            "io.micrometer",
            "kotlin",
            "org.ejml",
            "org.apache.commons.statistics")) {
      assertThat(classes)
          .as("classes loaded for '%s'", line)
          .noneMatch(loaded -> loaded.contains(" " + library + "."));
    }
    Files.delete(log);
    assertThat(FolderContents.of(folder).hashes()).as("files written").isEmpty();
  }

  @Test
  void aFolderWithAColonIsRefusedInWords() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("a:b").resolve("bin"));
    Path script = Files.copy(Program.script(), bin.resolve("tweedie"));
    Process start = new ProcessBuilder("sh", script.toString(), "--help").start();
    String said = new String(start.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(start.waitFor()).as(said).isEqualTo(2);
    assertThat(said).contains("a:b", "a folder without one");
  }

  @Test
  void completionIsAScriptThatBashAccepts() throws Exception {
    String script = Program.in(folder).run("generate-completion").succeeded().out();
    Path file = Files.writeString(folder.resolve("completion"), script);
    Process bash =
        new ProcessBuilder("bash", "-n", file.toString()).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes());
    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(script).contains("--resume", "--guidance-scale", "--plugins", "complete -F");
  }
}
