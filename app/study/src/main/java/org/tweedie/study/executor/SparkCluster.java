package org.tweedie.study.executor;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.tweedie.engine.problem.RunException;

/**
 * Spark, by a process that holds its driver. They tell each other lines of words, each word coded
 * as in an address and with tabs between them:
 *
 * <pre>
 * to it:    run ID LOG FOLDER COMMAND...    carry ID OUT BACK COMMAND...    cancel ID
 * from it:  ready    refused WHY    running ID    ended ID STATUS    lost ID WHY
 * </pre>
 *
 * <p>It ends when its input does.
 */
final class SparkCluster implements Cluster {

  private static final String DRIVER = "org.tweedie.spark.StudyDriver";

  /** Within so long a master answers, or its driver gives up. */
  private static final int CLOSING_SECONDS = 60;

  private static final int LAST_LINES = 3;

  private final String master;
  private final Process driver;
  private final BufferedWriter orders;
  private final Path log;
  private final boolean carries;
  private final Map<String, Fate> fates = new ConcurrentHashMap<>();
  private final Map<String, Cargo> cargoes = new ConcurrentHashMap<>();
  private int number;

  private SparkCluster(String master, boolean carries, Process driver, Path log) {
    this.master = master;
    this.carries = carries;
    this.driver = driver;
    this.log = log;
    orders = driver.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts the driver.
   *
   * @param jars the folder of its libraries
   * @throws RunException in words, if there is no such master, or Spark cannot be used
   */
  static SparkCluster open(SparkExecutor.Options options, Path jars, Site site) throws IOException {
    Files.createDirectories(site.jobs());
    Path log = site.jobs().resolve("spark.log");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-cp",
            jars.toAbsolutePath() + "/*",
            DRIVER,
            options.master(),
            Integer.toString(site.cores()),
            options.memory(),
            Integer.toString(options.patience())));
    command.addAll(options.conf());
    Process driver =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    SparkCluster cluster =
        new SparkCluster(options.master(), options.files() == WorkerFiles.CARRIED, driver, log);
    BufferedReader answers = driver.inputReader(StandardCharsets.UTF_8);
    List<String> first = words(answers.readLine());
    if (!first.get(0).equals("ready")) {
      driver.destroyForcibly();
      throw new RunException(
          "Spark at %s cannot be used: %s"
              .formatted(options.master(), first.size() > 1 ? first.get(1) : cluster.lastWords()));
    }
    Thread reader = new Thread(() -> cluster.hear(answers), "spark");
    reader.setDaemon(true);
    reader.start();
    return cluster;
  }

  private void hear(BufferedReader answers) {
    try (answers) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        List<String> words = words(line);
        switch (words.get(0)) {
          case "running" ->
              fates.computeIfPresent(
                  words.get(1),
                  (id, fate) -> fate instanceof Fate.Waiting ? new Fate.Running() : fate);
          case "ended" -> fates.replace(words.get(1), ended(words.get(1), words.get(2)));
          case "lost" -> fates.replace(words.get(1), new Fate.Lost("Spark: " + words.get(2)));
          default -> {
            // What a library prints where it should not.
          }
        }
      }
    } catch (IOException broken) {
      // Its end tells the rest.
      driver.destroy();
    }
  }

  /** Its files are at home when it is said that it ended. */
  private Fate ended(String id, String status) {
    Cargo cargo = cargoes.remove(id);
    try {
      if (cargo != null && Files.exists(cargo.back())) {
        cargo.unpack();
      }
    } catch (IOException unusable) {
      return new Fate.Lost("What it brought back cannot be used: " + unusable.getMessage());
    }
    return new Fate.Ended(Integer.parseInt(status), List.of());
  }

  private static List<String> words(String line) {
    return Arrays.stream(String.valueOf(line).split("\t"))
        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
        .toList();
  }

  private void order(List<String> words) throws IOException {
    if (!driver.isAlive()) {
      throw new IOException(ended());
    }
    orders.write(
        words.stream()
            .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
            .collect(Collectors.joining("\t", "", "\n")));
    orders.flush();
  }

  private String ended() {
    return "Spark's driver ended: " + lastWords();
  }

  /** The end of what the driver printed. */
  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log).stream().filter(it -> !it.isBlank()).toList();
      return String.join("; ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()))
          + " (all it printed: "
          + log
          + ")";
    } catch (IOException | UncheckedIOException unreadable) {
      return "what it printed cannot be read: " + log;
    }
  }

  @Override
  public String where() {
    return "on Spark at " + master;
  }

  @Override
  public boolean isHeldByInput() {
    return true;
  }

  @Override
  public boolean carries() {
    return carries;
  }

  @Override
  public String submit(Submission process) throws IOException {
    number++;
    String id = "job-" + number;
    fates.put(id, new Fate.Waiting(""));
    List<String> words = new ArrayList<>();
    if (process.cargo().isPresent()) {
      Cargo cargo = process.cargo().get();
      cargoes.put(id, cargo);
      words.addAll(List.of("carry", id, cargo.out().toString(), cargo.back().toString()));
      words.addAll(cargo.there());
    } else {
      words.addAll(List.of("run", id, process.log().toString()));
      words.add(Path.of("").toAbsolutePath().toString());
      words.addAll(process.command());
    }
    order(words);
    return id;
  }

  @Override
  public Map<String, Fate> fates(Collection<String> ids) {
    boolean alive = driver.isAlive();
    Map<String, Fate> found = new LinkedHashMap<>();
    for (String id : ids) {
      Fate fate = fates.getOrDefault(id, new Fate.Lost("Spark knows nothing of it."));
      boolean open = fate instanceof Fate.Waiting || fate instanceof Fate.Running;
      found.put(id, open && !alive ? new Fate.Lost(ended()) : fate);
    }
    return found;
  }

  @Override
  public void cancel(String id) throws IOException {
    if (driver.isAlive()) {
      order(List.of("cancel", id));
    }
  }

  @Override
  public void close() {
    try {
      orders.close();
      if (!driver.waitFor(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (IOException gone) {
      driver.destroy();
    } catch (InterruptedException e) {
      driver.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
