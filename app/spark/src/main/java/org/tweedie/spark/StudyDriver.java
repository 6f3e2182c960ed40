package org.tweedie.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Spark's driver for a study, which is another process: it is told on its input which processes to
 * start and to end, and answers on its output how they stand. When its input ends, so do they, and
 * it. What Spark prints goes to its error stream.
 *
 * <pre>
 * told:     run ID LOG FOLDER COMMAND...    carry ID OUT BACK COMMAND...    cancel ID
 * answers:  ready    refused WHY    running ID    ended ID STATUS    lost ID WHY
 * </pre>
 */
public final class StudyDriver {

  private static final Pattern ADDRESS = Pattern.compile("spark://(\\[?[^,/\\]]+]?):(\\d+)");
  private static final int CONNECTING_MILLIS = 5_000;

  /** Its arguments, in order; settings follow. */
  private record Arguments(String master, int cores, String memory, int patience) {

    /** How many they are. */
    private static final int COUNT = 4;
  }

  private StudyDriver() {}

  /**
   * Drives.
   *
   * @param words the master, the cores of a process, the memory of an executor, the seconds until a
   *     process is given up that no executor takes, and settings of Spark
   */
  public static void main(String... words) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    Replies answers = new Replies(out);
    Arguments arguments =
        new Arguments(words[0], Integer.parseInt(words[1]), words[2], Integer.parseInt(words[3]));
    Optional<String> silent = silent(arguments.master());
    if (silent.isPresent()) {
      answers.say("refused", silent.get());
      System.exit(1);
    }
    try (JavaSparkContext spark =
        new JavaSparkContext(
            conf(arguments, List.of(words).subList(Arguments.COUNT, words.length)))) {
      spark.setLogLevel("WARN");
      answers.say("ready");
      drive(spark, answers, arguments.patience());
    } catch (Exception refused) {
      refused.printStackTrace();
      answers.say("refused", String.valueOf(refused.getMessage()).lines().findFirst().orElse(""));
      System.exit(1);
    }
    System.exit(0);
  }

  /** Spark itself would try for a minute. */
  private static Optional<String> silent(String master) {
    Matcher address = ADDRESS.matcher(master);
    if (!address.matches()) {
      return Optional.empty();
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2))),
          CONNECTING_MILLIS);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException nobody) {
      return Optional.of("nobody answers there (%s)".formatted(nobody.getMessage()));
    }
  }

  /** An executor for each process, so that one that is lost costs one process. */
  private static SparkConf conf(Arguments arguments, List<String> settings) {
    SparkConf conf =
        new SparkConf()
            .setMaster(arguments.master())
            .setAppName("tweedie")
            .set("spark.ui.enabled", "false")
            .set("spark.executor.cores", Integer.toString(arguments.cores()))
            .set("spark.task.cpus", Integer.toString(arguments.cores()))
            .set("spark.executor.memory", arguments.memory())
            // What is begun again is for the study to say.
            .set("spark.task.maxFailures", "1")
            .set("spark.speculation", "false")
            .setJars(
                new String[] {
                  StudyDriver.class.getProtectionDomain().getCodeSource().getLocation().getPath()
                });
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return conf;
  }

  private static void drive(JavaSparkContext spark, Replies answers, int patience)
      throws IOException {
    try (StartedProcesses processes = new StartedProcesses(spark, answers, patience);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine();
          line != null && !spark.sc().isStopped();
          line = orders.readLine()) {
        List<String> words = Replies.words(line);
        if (words.get(0).equals("run")) {
          processes.run(
              words.get(1),
              new ProcessTask(words.subList(4, words.size()), words.get(3), words.get(2)),
              Optional.empty());
        } else if (words.get(0).equals("carry")) {
          processes.run(
              words.get(1),
              new CarriedTask(
                  words.subList(4, words.size()), Files.readAllBytes(Path.of(words.get(2)))),
              Optional.of(Path.of(words.get(3))));
        } else if (words.get(0).equals("cancel")) {
          processes.cancel(words.get(1));
        }
      }
    }
  }
}
