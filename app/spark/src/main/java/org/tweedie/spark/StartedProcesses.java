package org.tweedie.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** The processes of a study, each a Spark job of one task: what befalls one befalls no other. */
final class StartedProcesses implements AutoCloseable {

  private static final String GROUP = "spark.jobGroup.id";
  private static final String TERMINATED = "143";
  private static final int CLOSING_SECONDS = 45;

  /** What Spark says of a lost executor, in the middle of a stack trace. */
  private static final Pattern REASON = Pattern.compile("ExecutorLostFailure.*?Reason: ([^\\n]*)");

  private final JavaSparkContext spark;
  private final Replies answers;
  private final int patience;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final ExecutorService waiting = Executors.newCachedThreadPool();

  /** Of which none is started yet. */
  StartedProcesses(JavaSparkContext spark, Replies answers, int patience) {
    this.spark = spark;
    this.answers = answers;
    this.patience = patience;
    spark.sc().addSparkListener(new Begun());
  }

  /** Hears which jobs have a task that runs. */
  private final class Begun extends SparkListener {

    private final Map<Integer, String> ids = new ConcurrentHashMap<>();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
      Optional.ofNullable(stage.properties())
          .map(them -> them.getProperty(GROUP))
          .ifPresent(id -> ids.put(stage.stageInfo().stageId(), id));
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
      Optional.ofNullable(ids.remove(task.stageId()))
          .ifPresent(
              id -> {
                running.add(id);
                answers.say("running", id);
              });
    }
  }

  /**
   * Starts a process as soon as an executor takes it.
   *
   * @param back where the files go that it brings back; empty where the study sees them
   */
  void run(String id, Function<Integer, Brought> task, Optional<Path> back) {
    // Of this thread: its next job has another group.
    spark.setJobGroup(id, "tweedie " + id, true);
    JavaFutureAction<List<Brought>> status =
        spark.parallelize(List.of(0), 1).map(task).collectAsync();
    waiting.execute(() -> await(id, status, back));
  }

  private void await(String id, JavaFutureAction<List<Brought>> status, Optional<Path> back) {
    try {
      Brought brought = status(id, status).get(0);
      if (back.isPresent()) {
        Files.write(back.get(), brought.files());
      }
      answers.say("ended", id, Integer.toString(brought.status()));
    } catch (IOException full) {
      answers.say("lost", id, "what it brought back could not be written: " + full.getMessage());
    } catch (TimeoutException late) {
      cancel(id);
      answers.say(
          "lost",
          id,
          "no executor took it within %d s. Either all cores of the cluster are taken, or executors cannot be started: the logs of its workers say why."
              .formatted(patience));
    } catch (ExecutionException | CancellationException failed) {
      if (cancelled.contains(id)) {
        answers.say("ended", id, TERMINATED);
      } else {
        answers.say("lost", id, reason(failed));
      }
    } catch (InterruptedException closing) {
      answers.say("ended", id, TERMINATED);
      Thread.currentThread().interrupt();
    }
  }

  private List<Brought> status(String id, JavaFutureAction<List<Brought>> status)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      return status.get(patience, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      if (running.contains(id)) {
        return status.get();
      }
      throw late;
    }
  }

  private static String reason(Throwable failed) {
    String words =
        String.valueOf(Optional.ofNullable(failed.getCause()).orElse(failed).getMessage());
    Matcher reason = REASON.matcher(words);
    return reason.find()
        ? "its executor was lost (%s).".formatted(reason.group(1).strip())
        : words.lines().findFirst().orElse("no further message");
  }

  /** Ends a process, or sees to it that it never begins. */
  void cancel(String id) {
    cancelled.add(id);
    spark.cancelJobGroup(id);
  }

  /** Ends all. */
  @Override
  public void close() {
    spark.sc().cancelAllJobs();
    waiting.shutdown();
    try {
      if (!waiting.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        waiting.shutdownNow();
      }
    } catch (InterruptedException e) {
      waiting.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
