package org.tweedie.api.plugin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.model.Latents;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.network.DecoderNetwork;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.EncoderNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.plugin.Kind.Stage;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.training.Augmentation;
import org.tweedie.api.training.LearningRate;
import org.tweedie.api.training.Stopping;
import org.tweedie.api.training.WeightAverage;

/** The kinds of component that there are. */
@API(status = API.Status.STABLE, since = "0.2")
public final class Kinds {

  /** Where examples come from. */
  public static final Kind<DataSource> DATA =
      Kind.of("data", DataSource.class, "a data source", Stage.TRAINING);

  /** The image that each example goes with, made of the example itself. */
  public static final Kind<ImageCondition> IMAGE_CONDITION =
      Kind.of("image-condition", ImageCondition.class, "an image condition", Stage.MODEL).orNone();

  /** What is trained. */
  public static final Kind<ModelFamily> MODEL =
      Kind.of("model", ModelFamily.class, "a model", Stage.MODEL).orNone();

  /** What a network looks like that goes from data to latents. */
  public static final Kind<EncoderNetwork> ENCODER =
      Kind.of("encoder", EncoderNetwork.class, "an encoder", Stage.MODEL).orNone();

  /** What a network looks like that goes from latents to data. */
  public static final Kind<DecoderNetwork> DECODER =
      Kind.of("decoder", DecoderNetwork.class, "a decoder", Stage.MODEL).orNone();

  /** The trained autoencoder whose latents are diffused in the place of the data. */
  public static final Kind<Latents> LATENTS =
      Kind.of("latents", Latents.class, "an autoencoder", Stage.MODEL).orNone();

  /** How signal turns into noise. */
  public static final Kind<NoiseSchedule> SCHEDULE =
      Kind.of("schedule", NoiseSchedule.class, "a schedule", Stage.MODEL);

  /** A schedule that is trained with the network: equal to {@link #SCHEDULE}. */
  public static final Kind<LearnedSchedule> LEARNED_SCHEDULE = SCHEDULE.as(LearnedSchedule.class);

  /** What the network looks like. */
  public static final Kind<DenoiserNetwork> NETWORK =
      Kind.of("network", DenoiserNetwork.class, "a network", Stage.MODEL);

  /** How captions become what a network sees. */
  public static final Kind<TextEncoder> TEXT_ENCODER =
      Kind.of("text-encoder", TextEncoder.class, "a text encoder", Stage.MODEL).orNone();

  /** How the network's input and output are scaled. */
  public static final Kind<Preconditioning> PRECONDITIONING =
      Kind.of("preconditioning", Preconditioning.class, "a preconditioning", Stage.MODEL);

  /** What the network predicts and how errors are weighed. */
  public static final Kind<Objective> OBJECTIVE =
      Kind.of("objective", Objective.class, "an objective", Stage.MODEL);

  /** Which times a training step looks at. */
  public static final Kind<TimeDistribution> TIMES =
      Kind.of("times", TimeDistribution.class, "a time distribution", Stage.TRAINING);

  /** How training examples are changed, each time that one is seen; a list is in order. */
  public static final Kind<Augmentation> AUGMENTATION =
      Kind.of("augmentation", Augmentation.class, "an augmentation", Stage.TRAINING).asList();

  /** How weights follow gradients. */
  public static final Kind<Optimizer> OPTIMIZER =
      Kind.of("optimizer", Optimizer.class, "an optimizer", Stage.TRAINING);

  /** How the learning rate goes over a training. */
  public static final Kind<LearningRate> LEARNING_RATE =
      Kind.of("learning-rate", LearningRate.class, "a learning rate", Stage.TRAINING);

  /** When a training ends before its last step. */
  public static final Kind<Stopping> STOPPING =
      Kind.of("stopping", Stopping.class, "a stopping rule", Stage.TRAINING);

  /** Averages of the weights that are kept beside them; models are made of the first. */
  public static final Kind<WeightAverage> AVERAGES =
      Kind.of("averages", WeightAverage.class, "an average", Stage.TRAINING).asList().orNone();

  /** How to walk from noise to data. */
  public static final Kind<Sampler> SAMPLER =
      Kind.of("sampler", Sampler.class, "a sampler", Stage.SAMPLING);

  /** How a condition bends the prediction; a list is from the innermost to the outermost. */
  public static final Kind<Guidance> GUIDANCE =
      Kind.of("guidance", Guidance.class, "a guidance", Stage.SAMPLING).asList();

  /** What is measured of a trained model and of its samples. */
  public static final Kind<Measure> MEASURES =
      Kind.of("measures", Measure.class, "a measure", Stage.MEASURING).asList().orNone();

  private static final List<Kind<?>> ALL =
      List.of(
          DATA,
          IMAGE_CONDITION,
          AUGMENTATION,
          MODEL,
          ENCODER,
          DECODER,
          LATENTS,
          SCHEDULE,
          NETWORK,
          TEXT_ENCODER,
          PRECONDITIONING,
          OBJECTIVE,
          TIMES,
          OPTIMIZER,
          LEARNING_RATE,
          STOPPING,
          AVERAGES,
          SAMPLER,
          GUIDANCE,
          MEASURES);

  private static final Set<Kind<?>> OF_DIFFUSION =
      Set.of(LATENTS, SCHEDULE, NETWORK, PRECONDITIONING, OBJECTIVE, TIMES, SAMPLER, GUIDANCE);

  private static final Set<Kind<?>> OF_SOME_MODELS =
      Set.of(
          ENCODER,
          DECODER,
          LATENTS,
          SCHEDULE,
          NETWORK,
          PRECONDITIONING,
          OBJECTIVE,
          TIMES,
          SAMPLER,
          GUIDANCE);

  private Kinds() {}

  /** The kinds of which a diffusion model has components, and other models need not. */
  public static Set<Kind<?>> ofDiffusion() {
    return OF_DIFFUSION;
  }

  /** The kinds of which not every model has components. */
  public static Set<Kind<?>> ofSomeModels() {
    return OF_SOME_MODELS;
  }

  /** All, in the order of a config. */
  public static List<Kind<?>> all() {
    return ALL;
  }

  /** The kind of a config's key. */
  public static Optional<Kind<?>> of(String key) {
    return ALL.stream().filter(kind -> kind.key().equals(key)).findFirst();
  }

  /** The kind that a user names by its key or by its word: {@code measures} or {@code measure}. */
  public static Optional<Kind<?>> named(String name) {
    return of(name)
        .or(() -> ALL.stream().filter(kind -> kind.hyphenated().equals(name)).findFirst());
  }
}
