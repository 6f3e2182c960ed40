package org.tweedie.study.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Mailbox;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.StageId;

class CargoTest {

  @TempDir Path folder;

  private Path log;
  private Cargo cargo;

  /** A run that is measured in pieces, which lie in the run's own folder. */
  @BeforeEach
  void pack() throws IOException {
    write("run/config.yaml", "x");
    Path run = folder.resolve("run");
    write("run/lock", "");
    write("run/partitions/other/samples-00000.safetensors", "large");
    Path parts = run.resolve("partitions/one");
    StageId stage = new StageId(Phase.MEASURE, "piece00000");
    write("run/partitions/one/work/measure/piece00000/stage.yaml", "y");
    log = write("run/partitions/one/work/measure/piece00000/log.txt", "before\n");
    Job job =
        new Job(
            List.of(
                new Job.Work(
                    stage,
                    parts.resolve("work/measure/piece00000").toString(),
                    2,
                    run.toString(),
                    "")),
            1);
    Mailbox mailbox = Mailbox.create(parts.resolve("jobs/1"), job);
    cargo = Cargo.pack(job, mailbox, List.of(), true, log);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, text);
  }

  private void comesBack(String... namesAndTexts) throws IOException {
    try (OutputStream file = Files.newOutputStream(cargo.back());
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void whatGoesIsTheRunAndTheStageAndNeitherItselfNorOtherWork() throws IOException {
    try (ZipFile zip = new ZipFile(cargo.out().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactlyInAnyOrder(
              "0/measure/piece00000/stage.yaml",
              "1/" + folder.getFileName() + "/run/config.yaml",
              "mailbox/job/job.json",
              "mailbox/job/signals");
      String job =
          new String(
              zip.getInputStream(zip.getEntry("mailbox/job/job.json")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(job).contains("\"folder\":\"0/measure/piece00000\"").doesNotContain(folder + "/");
    }
    assertThat(cargo.there()).contains("mailbox/job", "held");
  }

  @Test
  void whatComesBackIsAtHomeAndWhatWasPrintedBehindTheLog() throws IOException {
    comesBack(
        "0/measure/piece00000/part.json",
        "found",
        "mailbox/job/signals",
        "over\n",
        "log.txt",
        "after\n");
    cargo.unpack();
    assertThat(log.resolveSibling("part.json")).hasContent("found");
    assertThat(log).hasContent("before\nafter\n");
    assertThat(new Mailbox(folder.resolve("run/partitions/one/jobs/1")).news(0).isOver()).isTrue();
  }

  @Test
  void whatBelongsNowhereIsRefused() throws IOException {
    for (String name : List.of("0/measure/piece00000/../../../x", "elsewhere/x", "/etc/x")) {
      comesBack(name, "x");
      assertThatThrownBy(cargo::unpack)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("belongs nowhere");
    }
  }
}
