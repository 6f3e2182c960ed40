package org.tweedie.study.executor;

import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.engine.problem.RunException;
import org.tweedie.study.stage.Workers;

/**
 * Tasks of a Spark cluster, each of which starts the process of a job on its worker. Spark's
 * libraries are no part of this program: what knows them is a program of its own, which this one
 * starts and talks to. Its folder is the option {@code home}, or the environment's {@value #HOME}.
 */
public final class SparkExecutor implements Executor {

  /** The environment's variable that names the folder of what knows Spark. */
  static final String HOME = "TWEEDIE_SPARK";

  private static final int PARALLEL = 16;

  /**
   * How Spark is asked.
   *
   * @param master its address, as in {@code spark://host:7077}
   * @param home the folder of what knows Spark; empty is the environment's
   * @param memory of each executor, which does no more than hold the process that works
   * @param patience seconds until a process is given up that no executor takes
   * @param files whether workers see the study's folder
   * @param conf settings of Spark, as in {@code spark.driver.host=10.0.0.1}
   */
  public record Options(
      @Description("address of Spark's master, as in spark://host:7077") String master,
      @Description("folder of tweedie-spark; empty is TWEEDIE_SPARK of the environment")
          @Default("''")
          String home,
      @Description("memory of each executor, beside the process that it starts") @Default("512m")
          String memory,
      @Description("seconds until a process is given up that no executor takes") @Default("600")
          int patience,
      @Description(
              "shared: workers see the study's folder; carried: files go with tasks, and come back"
                  + " with their results")
          @Default("shared")
          @NotNull
          WorkerFiles files,
      @Description("settings of Spark, as in [spark.driver.host=10.0.0.1]") @Default("[]")
          List<String> conf) {

    /** Checks the settings. */
    public Options {
      conf = List.copyOf(conf);
      if (patience < 1) {
        throw new IllegalArgumentException("'patience' is at least 1 s.");
      }
      conf.stream()
          .filter(setting -> !setting.startsWith("spark.") || setting.indexOf('=') < 0)
          .findFirst()
          .ifPresent(
              setting -> {
                throw new IllegalArgumentException(
                    "'conf' has settings as in spark.driver.host=10.0.0.1, not '%s'."
                        .formatted(setting));
              });
    }
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Optional<String> address() {
    return Optional.of("master");
  }

  @Override
  public int parallel() {
    return PARALLEL;
  }

  @Override
  public Workers open(Record options, Site site) throws IOException {
    Options spark = (Options) options;
    String folder =
        spark.home().isEmpty() ? Optional.ofNullable(System.getenv(HOME)).orElse("") : spark.home();
    Path jars = Path.of(folder).resolve("lib");
    if (folder.isEmpty() || !Files.isDirectory(jars)) {
      throw new RunException(
          "What this program needs for Spark is a download of its own, tweedie-spark%s. Please unpack it and name its folder: %s=DIR, or --on %s,home=DIR."
              .formatted(
                  folder.isEmpty() ? "" : ", and '%s' is not its folder".formatted(folder),
                  HOME,
                  spark.master()));
    }
    return new ClusterWorkers(SparkCluster.open(spark, jars, site), site).started();
  }
}
