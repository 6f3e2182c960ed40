package org.tweedie.study.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.problem.RunException;
import org.tweedie.study.executor.Cluster.Fate;
import org.tweedie.study.executor.Cluster.Submission;

/** What Slurm's commands are told, and what is made of what they say; the commands are scripts. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are scripts of a POSIX shell")
class SlurmTest {

  @TempDir Path path;

  @BeforeEach
  void writeCommands() throws IOException {
    command(
        "sbatch",
        """
        echo "$@" >> "$here/told"
        case "$*" in *--partition=nope*)
          echo "sbatch: error: invalid partition specified: nope" >&2
          echo "sbatch: error: Batch job submission failed: Invalid partition name specified" >&2
          exit 1 ;;
        esac
        case "$*" in *--test-only*) exit 0 ;; esac
        number=$(($(cat "$here/number" 2>/dev/null || echo 0) + 1))
        echo $number > "$here/number"
        cat > "$here/job-$number.sh"
        echo $number
        """);
    command(
        "squeue",
        """
        [ -f "$here/away" ] && { echo "slurm_load_jobs error: Unable to contact slurm controller" >&2; exit 1; }
        cat "$here/queue" 2>/dev/null || { echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1; }
        """);
    command(
        "scontrol",
        """
        cat "$here/job-$4" 2>/dev/null || { echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1; }
        """);
    command("scancel", "echo \"$@\" >> \"$here/cancelled\"\n");
  }

  private void command(String name, String script) throws IOException {
    Path file =
        Files.writeString(path.resolve(name), "#!/bin/sh\nhere=$(dirname \"$0\")\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Slurm slurm(String partition, List<String> extra) {
    return new Slurm(
        new SlurmExecutor.Options(
            partition, "acme", "", "1:00:00", "4G", 0, extra, path.toString()));
  }

  private Slurm slurm() {
    return slurm("main", List.of());
  }

  private static Submission submission(Path log, String... command) {
    return new Submission("tweedie-abc", List.of(command), 3, log, Optional.empty());
  }

  @Test
  void optionsAreWhatSbatchIsTold() throws IOException {
    slurm("main", List.of("--gres=gpu:1")).submit(submission(path.resolve("100%.txt"), "true"));
    assertThat(Files.readString(path.resolve("told")).strip())
        .isEqualTo(
            "--parsable --job-name=tweedie-abc --ntasks=1 --cpus-per-task=3 --output=%s"
                    .formatted(path.resolve("100%%.txt"))
                + " --open-mode=append --no-requeue --partition=main --account=acme --time=1:00:00"
                + " --mem=4G --gres=gpu:1");
  }

  @Test
  void wordsOfACommandStayWhatTheyAre() throws IOException, InterruptedException {
    Path out = path.resolve("out");
    String id =
        slurm()
            .submit(
                submission(
                    path.resolve("log"),
                    "sh",
                    "-c",
                    "printf %s \"$1\" > \"$2\"",
                    "sh",
                    "a 'b' $c",
                    out.toString()));
    assertThat(id).isEqualTo("1");
    new ProcessBuilder("sh", path.resolve("job-1.sh").toString()).start().waitFor();
    assertThat(out).hasContent("a 'b' $c");
  }

  @Test
  void whatSlurmDoesNotTakeIsToldInItsWords() throws IOException {
    slurm().check(1);
    assertThatThrownBy(() -> slurm("nope", List.of()).check(1))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(
            "Slurm takes no such job: sbatch: error: invalid partition specified: nope; sbatch:");
    assertThatThrownBy(
            () -> slurm("nope", List.of()).submit(submission(path.resolve("log"), "true")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Invalid partition name specified");
    Files.delete(path.resolve("sbatch"));
    assertThatThrownBy(() -> slurm().check(1))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("sbatch cannot be run")
        .hasMessageContaining("--on slurm:commands=DIR");
  }

  private Fate ended(String state, String exit) throws IOException {
    Files.writeString(path.resolve("queue"), "7|%s|None\n".formatted(state));
    Files.writeString(
        path.resolve("job-7"),
        "JobId=7 JobName=x JobState=%s Reason=None ExitCode=%s RunTime=1\n".formatted(state, exit));
    return slurm().fates(List.of("7")).get("7");
  }

  @Test
  void everyStateIsWaitingRunningEndedOrLost() throws IOException {
    Files.writeString(path.resolve("queue"), "7|PENDING|Resources\n8|RUNNING|None\n");
    assertThat(slurm().fates(List.of("7", "8")))
        .isEqualTo(Map.of("7", new Fate.Waiting("Resources"), "8", new Fate.Running()));
    assertThat(ended("COMPLETED", "0:0")).isEqualTo(new Fate.Ended(0, List.of()));
    assertThat(ended("FAILED", "7:0")).isEqualTo(new Fate.Ended(7, List.of()));
    assertThat(ended("FAILED", "0:9")).isEqualTo(new Fate.Ended(137, List.of()));
    assertThat(ended("CANCELLED", "0:15")).isEqualTo(new Fate.Ended(143, List.of()));
    assertThat(ended("OUT_OF_MEMORY", "0:125"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Fate.Ended.class))
        .satisfies(end -> assertThat(end.words().get(0)).contains("the option memory"));
    assertThat(ended("NODE_FAIL", "0:0"))
        .isEqualTo(new Fate.Lost("Slurm ended the job 7: its machine failed."));
    assertThat(ended("TIMEOUT", "0:15"))
        .isEqualTo(
            new Fate.Lost(
                "Slurm ended the job 7: its time was over (the option time, or the partition's limit)."));
  }

  @Test
  void whatSlurmForgotIsLostAndASilentControllerIsNoEnd() throws IOException {
    assertThat(slurm().fates(List.of("9")).get("9"))
        .isEqualTo(new Fate.Lost("Slurm knows nothing of the job 9 any more."));
    Files.writeString(path.resolve("away"), "");
    assertThatThrownBy(() -> slurm().fates(List.of("9")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Unable to contact slurm controller");
  }

  @Test
  void cancellingNamesTheJob() throws IOException {
    slurm().cancel("9");
    assertThat(path.resolve("cancelled")).hasContent("--quiet 9");
  }
}
