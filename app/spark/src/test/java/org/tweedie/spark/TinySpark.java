package org.tweedie.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Spark of three processes on this machine: a master, and two workers of one core each. */
final class TinySpark implements AutoCloseable {

  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final int LOOKS = 600;
  private static final int LOOK_MILLIS = 100;

  private final Path home;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private String master = "";

  private TinySpark(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /**
   * Starts it.
   *
   * @param lib the folder of its libraries
   * @param folder where it works
   */
  static TinySpark start(Path lib, Path folder) throws IOException, InterruptedException {
    Files.createSymbolicLink(Files.createDirectories(folder).resolve("jars"), lib);
    TinySpark spark = new TinySpark(folder, folder);
    try {
      Path log = folder.resolve("master.log");
      spark.java(
          log,
          "org.apache.spark.deploy.master.Master",
          "--host",
          "127.0.0.1",
          "--port",
          "0",
          "--webui-port",
          "0");
      spark.master = awaited(log, MASTER);
      for (int number = 1; number <= 2; number++) {
        Path its = folder.resolve("worker-%d.log".formatted(number));
        spark.java(
            its,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve("work-" + number).toString(),
            spark.master);
      }
      for (int number = 1; number <= 2; number++) {
        awaited(
            folder.resolve("worker-%d.log".formatted(number)),
            Pattern.compile("(Successfully registered with master)"));
      }
      return spark;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      spark.close();
      throw e;
    }
  }

  private static String awaited(Path log, Pattern words) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      Matcher found = words.matcher(Files.exists(log) ? Files.readString(log) : "");
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new IOException("'%s' is not said: %s".formatted(words, Files.readString(log)));
  }

  private void java(Path log, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dspark.master.rest.enabled=false",
                "-cp",
                home.resolve("jars") + "/*"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    processes.add(builder.start());
  }

  /** Its address. */
  String master() {
    return master;
  }

  /** Ends the executors of one of the workers, as a crash would; whether there were any. */
  boolean killExecutors(int worker) {
    List<ProcessHandle> executors =
        processes
            .get(worker)
            .children()
            .filter(
                child ->
                    child
                        .info()
                        .commandLine()
                        .filter(words -> words.contains("CoarseGrainedExecutorBackend"))
                        .isPresent())
            .toList();
    executors.forEach(ProcessHandle::destroyForcibly);
    return !executors.isEmpty();
  }

  @Override
  public void close() {
    Collections.reverse(processes);
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
