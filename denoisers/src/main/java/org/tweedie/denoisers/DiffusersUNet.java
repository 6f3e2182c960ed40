package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.interchange.ForeignNetwork;
import org.tweedie.api.interchange.ForeignTensor;
import org.tweedie.api.interchange.Interchanged;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The unconditional and class-conditional U-Net of Hugging Face's diffusers, {@code UNet2DModel}
 * with blocks of the types {@code DownBlock2D}, {@code AttnDownBlock2D}, {@code UpBlock2D} and
 * {@code AttnUpBlock2D}: the same function of the same tensors, so that a model of either program
 * is one of the other. Written after the behaviour of version 0.42.
 *
 * <p>It counts time in steps of a chain, from 0 for the first latent that has noise: the step of a
 * latent follows from its log SNR by the run's schedule, with a line between two steps. Steps
 * before the first are taken for it.
 *
 * <p>Immutable; may be added to several graphs.
 */
@Description("U-Net of diffusers (UNet2DModel), whose models 'import' and 'export' exchange")
@Interchanged(DiffusersUNetForm.class)
public final class DiffusersUNet implements DenoiserNetwork, ForeignNetwork, Selective {

  /** How a step becomes the features that are embedded. */
  public enum Time {
    /** Sines and cosines of the step (Vaswani et al., arXiv 1706.03762, section 3.5). */
    POSITIONAL,
    /**
     * Sines and cosines of the step's logarithm at random frequencies; the output is divided by the
     * step (Song et al., arXiv 2011.13456, appendix C).
     */
    FOURIER
  }

  /** What residual blocks do with the embedded step. */
  public enum TimeUse {
    /** It is added before the second normalisation. */
    ADD,
    /** It scales and shifts what the second normalisation gives. */
    SCALE
  }

  /** How the class is embedded, where the data have classes. */
  public enum ClassUse {
    /** By a row of a table. */
    TABLE,
    /** By its number, as the step is. */
    TIMESTEP,
    /** Not at all. */
    NONE
  }

  /** What of {@code UNet2DModel}'s config changes its output, in this program's words. */
  public record Options(
      @Description("channels at each resolution, from the full one down; multiples of groups")
          @Default("[32, 64]")
          @NotEmpty
          List<@Positive Integer> channels,
      @Description("residual blocks at each resolution on the way down; one more on the way up")
          @Default("2")
          @Positive
          @Max(1000)
          int blocks,
      @Description("resolutions with self-attention on the way down: 0 is the full one, 1 half")
          @Default("[]")
          List<@PositiveOrZero Integer> downAttention,
      @Description("resolutions with self-attention on the way up, counted in the same way")
          @Default("[]")
          List<@PositiveOrZero Integer> upAttention,
      @Description("self-attention in the middle") @Default("true") boolean middleAttention,
      @Description("channels of each head of attention; 0 for one head")
          @Default("8")
          @PositiveOrZero
          int headChannels,
      @Description("groups of channels that are normalised together") @Default("8") @Positive
          int groups,
      @Description(
              "groups before the attention in the middle; 0 for as elsewhere, or for none where"
                  + " time-use is scale")
          @Default("0")
          @PositiveOrZero
          int middleGroups,
      @Description("what normalisation adds to a variance")
          @Default("1e-5")
          @Positive
          @DecimalMax("1")
          double epsilon,
      @Description("what is embedded: waves of the step, or of its logarithm")
          @Default("positional")
          @NotNull
          Time time,
      @Description("cosines before sines in positional features") @Default("true")
          boolean cosineFirst,
      @Description("by how much the number of positional frequencies is taken for less")
          @Default("0")
          @PositiveOrZero
          int frequencyShift,
      @Description("channels of the embedded step; 0 for four times the first of channels")
          @Default("0")
          @PositiveOrZero
          @Max(1_000_000)
          int timeChannels,
      @Description("what residual blocks do with the embedded step") @Default("add") @NotNull
          TimeUse timeUse,
      @Description("what the sums of the middle's blocks are divided by") @Default("1") @Positive
          double middleScale,
      @Description("halve sizes about pixels' centres, by zeros all around, and not at one end")
          @Default("true")
          boolean centredDown,
      @Description("see 2 z - 1 in place of z") @Default("false") boolean centre,
      @Description("rate of dropout in each residual block")
          @Default("0")
          @PositiveOrZero
          @DecimalMax(value = "1", inclusive = false)
          double dropout,
      @Description("how the class is embedded, where the data have classes")
          @Default("table")
          @NotNull
          ClassUse classes,
      @Description(
              "whether the table has a last row for an unknown class; without, it adds nothing")
          @Default("true")
          boolean nullClass,
      @Description("steps that time is counted in, where the schedule has none")
          @Default("1000")
          @Min(2)
          @Max(100_000)
          int timesteps) {

    /** Copies the lists. */
    public Options {
      channels = List.copyOf(channels);
      downAttention = List.copyOf(downAttention);
      upAttention = List.copyOf(upAttention);
    }
  }

  private final Options options;
  private final DataDescription data;
  private final NoiseSchedule schedule;

  /**
   * The network for some data, under a schedule.
   *
   * @throws IllegalArgumentException if the data are not images, or the options do not fit them or
   *     one another
   */
  @Inject
  public DiffusersUNet(Options options, DataDescription data, NoiseSchedule schedule) {
    DiffusersUNetFit.check(options, data);
    this.options = options;
    this.data = data;
    this.schedule = schedule;
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    Layers layers = new Layers(graph);
    DiffusersSteps steps = DiffusersSteps.of(schedule, options.timesteps());
    Operand<TFloat32> step =
        steps.at(layers, input.logSnr(), options.time() == Time.FOURIER ? 1 : 0);
    Operand<TFloat32> embedded =
        new DiffusersEmbedding(options, data.classes().size()).of(layers, step, input.label());
    Operand<TFloat32> h =
        new DiffusersBlocks(layers, options, layers.silu(embedded))
            .output(input.z(), data.shape().dimensions().get(2) * input.outputs());
    return options.time() == Time.FOURIER
        ? graph.tf().math.div(h, layers.reshape(step, -1, 1, 1, 1))
        : h;
  }

  @Override
  public Set<ConditionPart> takes() {
    return options.classes() == ClassUse.NONE ? Set.of() : Set.of(ConditionPart.CLASS);
  }

  @Override
  public List<String> objections(Assembly assembly) {
    List<String> objections = new ArrayList<>();
    if (assembly.learnedSchedule().isPresent()) {
      objections.add(
          "The network counts time in steps of the schedule, and a learned schedule moves them. Take"
              + " a schedule that stays.");
    }
    if (scales(assembly.preconditioning())) {
      objections.add(
          "The network takes the noise level for a step of the schedule, and a preconditioning tells"
              + " it something else. Take preconditioning: none.");
    }
    return objections;
  }

  /** Whether a preconditioning is there, and tells a network something in the log SNR's place. */
  private static boolean scales(Preconditioning preconditioning) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> any = tf.constant(new float[] {0.5f});
      return preconditioning.coefficients(tf, any, any, any).isPresent();
    }
  }

  @Override
  public String foreignFormat() {
    return DiffusersUNetForm.FORMAT;
  }

  @Override
  public Map<String, @Nullable Object> foreignDescription() {
    return DiffusersUNetForm.description(options, data);
  }

  @Override
  public ForeignTensor foreignTensor(String parameter, int dimensions) {
    return DiffusersUNetForm.tensor(parameter, dimensions);
  }

  @Override
  public String presentName(String found) {
    return DiffusersUNetForm.presentName(found);
  }
}
