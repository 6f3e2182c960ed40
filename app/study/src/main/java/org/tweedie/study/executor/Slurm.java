package org.tweedie.study.executor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.problem.Shell;

/**
 * Slurm, by its commands: {@code sbatch}, {@code squeue}, {@code scontrol} and {@code scancel}. A
 * process is a job, which Slurm begins once: what is begun again is for the study to say.
 *
 * @param options what {@code sbatch} is told
 */
record Slurm(SlurmExecutor.Options options) implements Cluster {

  /** A job that is not over, as {@code squeue} calls it. */
  private static final Set<String> WAITING =
      Set.of("PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "SPECIAL_EXIT", "RESV_DEL_HOLD");

  private static final Set<String> RUNNING =
      Set.of("RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "STAGE_OUT", "SIGNALING", "RESIZING");

  /** Ends that are no fault of the job's, with what to say of them. */
  private static final Map<String, String> LOST =
      Map.of(
          "NODE_FAIL", "its machine failed",
          "BOOT_FAIL", "its machine did not start",
          "PREEMPTED", "it had to make room for another",
          "TIMEOUT", "its time was over (the option time, or the partition's limit)",
          "DEADLINE", "its deadline was over",
          "REVOKED", "another cluster took it");

  private static final int SIGNALS = 128;
  private static final int KILLED = SIGNALS + 9;
  private static final int TERMINATED = SIGNALS + 15;

  private static final Pattern ID = Pattern.compile("(\\d+)(;.*)?");
  private static final Pattern STATE = Pattern.compile("\\bJobState=(\\S+)");
  private static final Pattern EXIT = Pattern.compile("\\bExitCode=(\\d+):(\\d+)");

  private SlurmCommands commands() {
    return new SlurmCommands(options.commands());
  }

  @Override
  public String where() {
    return "on Slurm" + (options.partition().isEmpty() ? "" : ", partition " + options.partition());
  }

  /**
   * Makes sure that Slurm takes jobs with these options.
   *
   * @throws RunException in words, if not
   */
  void check(int cores) throws IOException {
    SlurmCommands.Answer answer;
    try {
      List<String> asked = asked("tweedie", cores, Path.of("/dev/null"));
      asked.add("--test-only");
      answer = commands().run("#!/bin/sh\n", asked);
    } catch (IOException missing) {
      throw new RunException(
          "Slurm's command sbatch cannot be run (%s). Please run this on a machine of the cluster, or say where Slurm's commands are: --on slurm:commands=DIR."
              .formatted(missing.getMessage()));
    }
    if (!answer.isGood()) {
      throw new RunException(
          "Slurm takes no such job: %s. What there is, 'sinfo' tells; what is asked for, the options of the executor say: partition, account, qos, time, memory, cpus, extra."
              .formatted(answer.words()));
    }
  }

  private List<String> asked(String name, int cores, Path log) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "sbatch",
                "--parsable",
                "--job-name=" + name,
                "--ntasks=1",
                "--cpus-per-task=" + (options.cpus() > 0 ? options.cpus() : cores),
                // A percent sign would stand for a number of the job's.
                "--output=" + log.toString().replace("%", "%%"),
                "--open-mode=append",
                "--no-requeue"));
    add(words, "--partition=", options.partition());
    add(words, "--account=", options.account());
    add(words, "--qos=", options.qos());
    add(words, "--time=", options.time());
    add(words, "--mem=", options.memory());
    words.addAll(options.extra());
    return words;
  }

  private static void add(List<String> words, String option, String value) {
    if (!value.isEmpty()) {
      words.add(option + value);
    }
  }

  @Override
  public String submit(Submission process) throws IOException {
    String command =
        process.command().stream().map(word -> Shell.quoted(word)).collect(Collectors.joining(" "));
    SlurmCommands.Answer answer =
        commands()
            .run(
                "#!/bin/sh\nexec " + command + "\n",
                asked(process.name(), process.cores(), process.log()));
    Matcher id = ID.matcher(answer.out().strip());
    if (!answer.isGood() || !id.matches()) {
      throw new IOException("Slurm did not take the job: " + answer.words());
    }
    return id.group(1);
  }

  @Override
  public Map<String, Fate> fates(Collection<String> ids) throws IOException {
    SlurmCommands.Answer answer =
        commands()
            .run(
                "",
                List.of(
                    "squeue",
                    "--noheader",
                    "--states=all",
                    "--jobs=" + String.join(",", ids),
                    "--format=%i|%T|%r"));
    // It says the same of jobs that it has forgotten as of a controller that is away.
    if (!answer.isGood() && !isUnknown(answer)) {
      throw new IOException("squeue: " + answer.words());
    }
    Map<String, Fate> queued = new LinkedHashMap<>();
    answer.out().lines().map(line -> line.strip().split("\\|", 3)).forEach(row -> put(row, queued));
    Map<String, Fate> fates = new LinkedHashMap<>();
    for (String id : ids) {
      Fate fate = queued.get(id);
      fates.put(id, fate == null ? ended(id) : fate);
    }
    return fates;
  }

  private static void put(String[] row, Map<String, Fate> queued) {
    if (row.length == 3 && WAITING.contains(row[1])) {
      queued.put(row[0], new Fate.Waiting(row[2].equals("None") ? "" : row[2]));
    } else if (row.length == 3 && RUNNING.contains(row[1])) {
      queued.put(row[0], new Fate.Running());
    }
  }

  private static boolean isUnknown(SlurmCommands.Answer answer) {
    return answer.err().contains("Invalid job id");
  }

  /** Of a job that neither waits nor runs. */
  private Fate ended(String id) throws IOException {
    SlurmCommands.Answer answer =
        commands().run("", List.of("scontrol", "--oneliner", "show", "job", id));
    if (!answer.isGood()) {
      if (isUnknown(answer)) {
        return new Fate.Lost("Slurm knows nothing of the job %s any more.".formatted(id));
      }
      throw new IOException("scontrol: " + answer.words());
    }
    String state = found(STATE, answer.out()).map(it -> it.group(1)).orElse("unknown");
    if (WAITING.contains(state)) {
      return new Fate.Waiting("");
    } else if (RUNNING.contains(state)) {
      return new Fate.Running();
    }
    if (LOST.containsKey(state)) {
      return new Fate.Lost("Slurm ended the job %s: %s.".formatted(id, LOST.get(state)));
    }
    if (state.startsWith("CANCELLED")) {
      return new Fate.Ended(TERMINATED, List.of());
    }
    if (state.equals("OUT_OF_MEMORY")) {
      return new Fate.Ended(
          KILLED, List.of("Slurm gave the job no more memory: the option memory asks for more."));
    }
    int exit =
        found(EXIT, answer.out())
            .map(
                code -> {
                  int signal = Integer.parseInt(code.group(2));
                  return signal > 0 ? SIGNALS + signal : Integer.parseInt(code.group(1));
                })
            .orElse(state.equals("COMPLETED") ? 0 : 1);
    return new Fate.Ended(exit, List.of());
  }

  private static Optional<Matcher> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher) : Optional.empty();
  }

  @Override
  public void cancel(String id) throws IOException {
    SlurmCommands.Answer answer = commands().run("", List.of("scancel", "--quiet", id));
    if (!answer.isGood() && !isUnknown(answer)) {
      throw new IOException("scancel: " + answer.words());
    }
  }

  @Override
  public void close() {}
}
