package org.tweedie.engine.interchange;

import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.interchange.ForeignDescribed;
import org.tweedie.api.interchange.ForeignNetwork;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.tensor.Preconditioned;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run's network as a model of diffusers: a pipeline of a UNet2DModel and a DDIMScheduler.
 *
 * @param run whose network
 */
public record DiffusersExport(UsedRun run) {

  /** Where the weights are in the folder. */
  public static final String WEIGHTS = DiffusersFiles.UNET + "/" + DiffusersFiles.WEIGHTS;

  /** The version that the files are like those of. */
  private static final String VERSION = "0.42.1";

  /** Steps of a schedule that has none. */
  private static final int STEPS = 1000;

  /** How far the sum of squares of alpha and sigma may be from 1. */
  private static final double TOLERANCE = 1e-6;

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * The folder's files, by name.
   *
   * @param weights by parameter
   * @throws RunException if the network, the schedule or what is predicted is none of diffusers'
   */
  public Map<String, AtomicFile.Content> files(
      Map<String, float[]> weights, NoiseSchedule schedule) {
    if (!(run.assembly().network() instanceof ForeignNetwork network)
        || !network.foreignFormat().equals(DiffusersFiles.FORMAT)) {
      throw new RunException(
          "The network '%s' is none that diffusers has. Train one that it has (network: %s), or take another format: onnx and savedmodel hold any network's graph."
              .formatted(
                  run.config().component(Kinds.NETWORK).reference(),
                  String.join(
                      ", ",
                      new ForeignComponents(run.config().registry(), DiffusersFiles.FORMAT)
                          .names(Kinds.NETWORK))));
    }
    if (run.assembly().objective().learnsVariance()) {
      throw new RunException(
          "The network puts out the variance of the reverse steps too, and a UNet2DModel only what is predicted. Take another format: onnx, savedmodel or safetensors.");
    }
    if (!Preconditioned.of(run.assembly()).isPlain(run.assembly().data().shape())) {
      throw new RunException(
          "What the network puts out is made a prediction by the preconditioning '%s', and of a UNet2DModel it is the prediction itself. Take another format: onnx, savedmodel or safetensors."
              .formatted(run.config().component(Kinds.PRECONDITIONING).reference()));
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>(network.foreignDescription());
    config.put("_diffusers_version", VERSION);
    Safetensors tensors =
        new Safetensors(
            new ForeignWeights(network, run.parts().parameters()).tensors(weights),
            Map.of("format", "pt"));
    Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
    files.put(DiffusersFiles.INDEX, json(index()));
    files.put(DiffusersFiles.UNET + "/" + DiffusersFiles.CONFIG, json(config));
    files.put(WEIGHTS, tensors::write);
    files.put(
        DiffusersFiles.SCHEDULERS + "/" + DiffusersFiles.SCHEDULER, json(scheduler(schedule)));
    return files;
  }

  private static Map<String, @Nullable Object> index() {
    Map<String, @Nullable Object> index = new LinkedHashMap<>();
    index.put("_class_name", "DDIMPipeline");
    index.put("_diffusers_version", VERSION);
    index.put("scheduler", List.of("diffusers", "DDIMScheduler"));
    index.put("unet", List.of("diffusers", "UNet2DModel"));
    return index;
  }

  private Map<String, @Nullable Object> scheduler(NoiseSchedule schedule) {
    checkPreserving(schedule);
    int steps = schedule.timesteps() == 0 ? STEPS : schedule.timesteps();
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("_class_name", "DDIMScheduler");
    said.put("_diffusers_version", VERSION);
    said.put("num_train_timesteps", steps);
    Map<String, @Nullable Object> own =
        schedule instanceof ForeignDescribed described
                && described.foreignFormat().equals(DiffusersFiles.FORMAT)
            ? described.foreignDescription()
            : Map.of();
    said.putAll(own);
    if (own.isEmpty()) {
      said.put("trained_betas", betas(schedule, steps));
    }
    said.put("prediction_type", predicts());
    boolean clips = true;
    Grid grid = Grid.LEADING;
    if (run.assembly().sampler() instanceof Walking walking) {
      Walk.Options walk = walking.walk();
      clips = walk.clip();
      grid = walk.grid();
    }
    said.put("clip_sample", clips);
    said.put("clip_sample_range", 1.0);
    said.put(
        "timestep_spacing",
        switch (grid) {
          case LEADING -> "leading";
          case UNIFORM -> "linspace";
          default -> "trailing";
        });
    said.put("set_alpha_to_one", true);
    said.put("steps_offset", 0);
    said.put("rescale_betas_zero_snr", false);
    said.put("thresholding", false);
    return said;
  }

  private void checkPreserving(NoiseSchedule schedule) {
    for (double time : new double[] {0.25, 0.5, 1}) {
      if (Math.abs(schedule.at(time).power() - 1) > TOLERANCE) {
        throw new RunException(
            "The schedule '%s' does not preserve the variance, and diffusers' DDIMScheduler has no other. Take another format: onnx, savedmodel or safetensors."
                .formatted(run.config().component(Kinds.SCHEDULE).reference()));
      }
    }
  }

  /** The variances that steps add between the schedule's levels; the first one from none. */
  private static List<Double> betas(NoiseSchedule schedule, int steps) {
    List<Double> betas = new ArrayList<>();
    double before = 1;
    for (int i = 1; i <= steps; i++) {
      double alpha = schedule.at((double) i / steps).alpha();
      betas.add(1 - alpha * alpha / before);
      before = alpha * alpha;
    }
    return betas;
  }

  private String predicts() {
    return switch (run.assembly().objective().predicts()) {
      case NOISE -> "epsilon";
      case SIGNAL -> "sample";
      case VELOCITY -> "v_prediction";
      case SCORE -> throw noSuch("The network predicts the score");
      case FLOW -> throw noSuch("The network predicts the flow");
    };
  }

  private static RunException noSuch(String what) {
    return new RunException(
        what
            + ", and diffusers' schedulers know noise, signal and velocity. Take another format: onnx, savedmodel or safetensors.");
  }

  private static AtomicFile.Content json(Map<String, @Nullable Object> values) {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n";
    return channel ->
        Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
  }
}
