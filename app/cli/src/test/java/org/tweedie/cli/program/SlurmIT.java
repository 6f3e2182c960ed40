package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A study on a real Slurm of this machine, which the test starts. Where Slurm is not installed, or
 * the test does not run as root, it is skipped.
 */
class SlurmIT {

  @TempDir Path folder;

  @Test
  void aStudyOnSlurmHasTheNumbersOfALocalOne() throws IOException, InterruptedException {
    assumeTrue(
        TinySlurm.isInstalled(),
        "Slurm is not installed here, or this is not root: apt-get install slurm-wlm munge");
    Path file = Studies.moons(folder, 6, "axes: {schedule: [linear, cosine]}\nseeds: [2]\n");
    Session.shared()
        .run(
            "ablate",
            file.toString(),
            "--study",
            folder.resolve("local").toString(),
            "--parallel",
            "2",
            "--threads",
            "1")
        .succeeded();
    try (TinySlurm slurm = TinySlurm.start(folder.resolve("slurm"))) {
      Program there = Program.in(folder).with("SLURM_CONF", slurm.environment().get("SLURM_CONF"));
      String said =
          there
              .run("ablate", file.toString(), "--study", "there", "--on", "slurm:partition=main")
              .succeeded()
              .out();
      assertThat(said).contains("on Slurm, partition main").contains("2 trials: 2 done.");
      assertThat(Studies.results(folder.resolve("there")))
          .isEqualTo(Studies.results(folder.resolve("local")));
      assertThat(slurm.jobs())
          .as("Slurm's own books")
          .hasSize(2)
          .allMatch(job -> job.contains("JobState=COMPLETED"));
      assertThat(
              there
                  .run("ablate", file.toString(), "--study", "no", "--on", "slurm:partition=nope")
                  .endedWith(2)
                  .err())
          .contains("Slurm takes no such job")
          .contains("nvalid partition");
    }
  }
}
