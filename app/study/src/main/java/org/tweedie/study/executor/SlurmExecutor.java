package org.tweedie.study.executor;

import java.io.IOException;
import java.util.List;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.study.stage.Workers;

/**
 * Jobs of a cluster that Slurm shares out, whose machines see the study's folder and this program
 * by the same paths.
 */
public final class SlurmExecutor implements Executor {

  /** Waiting jobs cost nothing; a trial's stages are one job. */
  private static final int PARALLEL = 16;

  /**
   * What {@code sbatch} is told; an empty text is left out.
   *
   * @param partition where jobs go
   * @param account who pays for them
   * @param qos their quality of service
   * @param time their longest time, as in {@code 1:00:00}
   * @param memory of each, as in {@code 4G}
   * @param cpus of each; 0 is as many as it has threads
   * @param extra more options of sbatch, as in {@code --gres=gpu:1}
   * @param commands the folder of Slurm's commands; empty where they are on the path
   */
  public record Options(
      @Description("partition; empty is the cluster's default") @Default("''") String partition,
      @Description("account; empty is the user's default") @Default("''") String account,
      @Description("quality of service; empty is the default") @Default("''") String qos,
      @Description("longest time of a job, as in 1:00:00; empty is the partition's") @Default("''")
          String time,
      @Description("memory of a job, as in 4G; empty is the cluster's default") @Default("''")
          String memory,
      @Description("cores of a job; 0 is as many as it has threads") @Default("0") int cpus,
      @Description("more options of sbatch, as in [--gres=gpu:1]") @Default("[]")
          List<String> extra,
      @Description("folder of sbatch, squeue, scontrol and scancel; empty is the path")
          @Default("''")
          String commands) {

    /** Copies the list. */
    public Options {
      if (cpus < 0) {
        throw new IllegalArgumentException("'cpus' is at least 1, or 0 for as many as threads.");
      }
      extra = List.copyOf(extra);
    }
  }

  @Override
  public String name() {
    return "slurm";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public int parallel() {
    return PARALLEL;
  }

  @Override
  public Workers open(Record options, Site site) throws IOException {
    Slurm slurm = new Slurm((Options) options);
    slurm.check(site.cores());
    return new ClusterWorkers(slurm, site).started();
  }
}
