package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.interchange.ForeignDescription;
import org.tweedie.api.interchange.ForeignTensor;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.denoisers.DiffusersUNet.ClassUse;
import org.tweedie.denoisers.DiffusersUNet.Options;
import org.tweedie.denoisers.DiffusersUNet.Time;
import org.tweedie.denoisers.DiffusersUNet.TimeUse;
import org.tweedie.laws.graph.TestGraph;
import org.tweedie.laws.plugin.DefaultOptions;

class DiffusersUNetTest {

  private static final DataDescription DIGITS =
      new DataDescription(
          DataShape.image(8, 8, 1), Optional.empty(), List.of("none", "one", "two"));

  /** The limit of DDPM's steps; no noise at time 0. */
  private static final NoiseSchedule DECAYING =
      t -> {
        double l = 0.1 * t + 9.95 * t * t;
        return -l - Math.log(-Math.expm1(-l));
      };

  private static float[] steps(int count, int least, float... logSnrs) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> logSnr = graph.floats(-1);
      Operand<TFloat32> step =
          DiffusersSteps.of(DECAYING, count).at(new Layers(graph), logSnr, least);
      graph.feed(logSnr, logSnrs, logSnrs.length);
      return graph.run(step);
    }
  }

  @Test
  void stepsAreNumberedFromTheFirstWithNoise() {
    float[] logSnrs = new float[1000];
    for (int k = 0; k < logSnrs.length; k++) {
      logSnrs[k] = (float) DECAYING.logSnr((k + 1) / 1000.0);
    }
    float[] steps = steps(1000, 0, logSnrs);
    for (int k = 0; k < logSnrs.length; k++) {
      assertThat(steps[k]).isCloseTo(k, within(1e-4f));
    }
  }

  @Test
  void betweenStepsIsALineAndBeyondThemTheNearest() {
    double third = DECAYING.logSnr(0.3);
    double fourth = DECAYING.logSnr(0.4);
    float[] steps =
        steps(
            10,
            0,
            (float) (0.75 * third + 0.25 * fourth),
            Float.POSITIVE_INFINITY,
            (float) DECAYING.logSnr(0.01),
            Float.NEGATIVE_INFINITY);
    assertThat(steps[0]).isCloseTo(2.25f, within(1e-5f));
    assertThat(steps[1]).isZero();
    assertThat(steps[2]).isZero();
    assertThat(steps[3]).isEqualTo(9);
    assertThat(steps(10, 1, (float) DECAYING.logSnr(0.1))).containsExactly(1);
  }

  @Test
  void isWhatItsDescriptionSays() {
    for (Options options :
        List.of(
            DefaultOptions.of(Options.class),
            new Options(
                List.of(4, 8, 12),
                3,
                List.of(1, 2),
                List.of(0, 2),
                false,
                0,
                2,
                4,
                1e-6,
                Time.FOURIER,
                false,
                1,
                40,
                TimeUse.SCALE,
                1.4,
                false,
                true,
                0.1,
                ClassUse.TABLE,
                false,
                1000),
            new Options(
                List.of(6),
                1,
                List.of(0),
                List.of(),
                true,
                3,
                3,
                0,
                1e-5,
                Time.POSITIONAL,
                true,
                2,
                0,
                TimeUse.ADD,
                1,
                true,
                false,
                0,
                ClassUse.TIMESTEP,
                false,
                1000),
            new Options(
                List.of(6),
                1,
                List.of(),
                List.of(0),
                true,
                3,
                3,
                0,
                1e-5,
                Time.POSITIONAL,
                true,
                0,
                0,
                TimeUse.ADD,
                1,
                true,
                false,
                0,
                ClassUse.NONE,
                false,
                1000))) {
      ForeignDescription said =
          new ForeignDescription(DiffusersUNetForm.description(options, DIGITS));
      Map<String, Object> read = new DiffusersUNetForm().options(said, DIGITS);
      assertThat(said.refusals()).isEmpty();
      assertThat(said.unread()).isSubsetOf("_class_name");
      assertThat(read)
          .containsEntry("channels", options.channels())
          .containsEntry("blocks", options.blocks())
          .containsEntry("down-attention", options.downAttention())
          .containsEntry("up-attention", options.upAttention())
          .containsEntry("middle-attention", options.middleAttention())
          .containsEntry("head-channels", options.headChannels())
          .containsEntry("groups", options.groups())
          .containsEntry("middle-groups", options.middleGroups())
          .containsEntry("epsilon", options.epsilon())
          .containsEntry("time", options.time())
          .containsEntry("cosine-first", options.cosineFirst())
          .containsEntry("frequency-shift", options.frequencyShift())
          .containsEntry("time-channels", options.timeChannels())
          .containsEntry("time-use", options.timeUse())
          .containsEntry("middle-scale", options.middleScale())
          .containsEntry("centred-down", options.centredDown())
          .containsEntry("centre", options.centre())
          .containsEntry("dropout", options.dropout())
          .containsEntry("classes", options.classes())
          .containsEntry("null-class", options.nullClass());
    }
  }

  @Test
  void aModelWithoutClassesHidesThoseOfTheData() {
    DiffusersUNetForm form = new DiffusersUNetForm();
    assertThat(form.training(new ForeignDescription(Map.of()), DIGITS))
        .containsExactly(Map.entry("label-dropout", 1));
    assertThat(form.training(new ForeignDescription(Map.of("num_class_embeds", 3)), DIGITS))
        .containsExactly(Map.entry("label-dropout", 0));
    assertThat(form.training(new ForeignDescription(Map.of("num_class_embeds", 4)), DIGITS))
        .isEmpty();
  }

  @Test
  void whatCannotBeHadIsRefusedAllAtOnce() {
    Map<String, Object> wrong = new LinkedHashMap<>();
    wrong.put("block_out_channels", List.of(32, 64));
    wrong.put("down_block_types", List.of("DownBlock2D", "SkipDownBlock2D"));
    wrong.put("up_block_types", List.of("UpBlock2D"));
    wrong.put("act_fn", "gelu");
    wrong.put("upsample_type", "resnet");
    wrong.put("class_embed_type", "identity");
    wrong.put("time_embedding_type", "learned");
    wrong.put("resnet_time_scale_shift", "spatial");
    wrong.put("mid_block_type", "UNetMidBlock2DCrossAttn");
    wrong.put("in_channels", 1);
    wrong.put("out_channels", 2);
    wrong.put("sample_size", List.of(16, 8));
    wrong.put("norm_eps", "small");
    wrong.put("downsample_padding", 2);
    ForeignDescription said = new ForeignDescription(wrong);
    new DiffusersUNetForm().options(said, DIGITS);
    assertThat(said.refusals())
        .containsOnlyKeys(
            "down_block_types",
            "up_block_types",
            "act_fn",
            "upsample_type",
            "class_embed_type",
            "time_embedding_type",
            "resnet_time_scale_shift",
            "mid_block_type",
            "out_channels",
            "sample_size",
            "norm_eps",
            "downsample_padding")
        .containsEntry(
            "down_block_types",
            "Blocks of the type SkipDownBlock2D cannot be had here; what can: DownBlock2D,"
                + " AttnDownBlock2D.")
        .containsEntry("norm_eps", "This is to be a number, and is small.");
  }

  @Test
  void parametersAreDiffusersTensors() {
    assertThat(DiffusersUNetForm.tensor("down_blocks/0/resnets/1/conv1/kernel", 4))
        .isEqualTo(new ForeignTensor("down_blocks.0.resnets.1.conv1.weight", List.of(3, 2, 0, 1)));
    assertThat(DiffusersUNetForm.tensor("mid_block/attentions/0/to_out/0/kernel", 2))
        .isEqualTo(new ForeignTensor("mid_block.attentions.0.to_out.0.weight", List.of(1, 0)));
    assertThat(DiffusersUNetForm.tensor("conv_norm_out/offset", 1))
        .isEqualTo(new ForeignTensor("conv_norm_out.bias", List.of(0)));
    assertThat(DiffusersUNetForm.tensor("class_embedding/table", 2))
        .isEqualTo(new ForeignTensor("class_embedding.weight", List.of(0, 1)));
    assertThat(DiffusersUNetForm.presentName("mid_block.attentions.0.proj_attn.bias"))
        .isEqualTo("mid_block.attentions.0.to_out.0.bias");
    assertThat(DiffusersUNetForm.presentName("conv_in.weight")).isEqualTo("conv_in.weight");
  }

  @Test
  void optionsThatDoNotFitAreRefusedInASentence() {
    refused(
        "12 channels cannot be divided among heads of 8.",
        List.of(8, 12),
        8,
        4,
        0,
        Time.POSITIONAL,
        ClassUse.TABLE);
    refused(
        "9 channels cannot be divided into 4 groups.",
        List.of(8, 9),
        0,
        4,
        0,
        Time.POSITIONAL,
        ClassUse.TABLE);
    refused(
        "Images of 8x8 cannot be halved 4 times",
        List.of(8, 8, 8, 8, 8),
        8,
        4,
        0,
        Time.POSITIONAL,
        ClassUse.TABLE);
    refused(
        "The first of channels is 9, and must be even",
        List.of(9),
        0,
        3,
        0,
        Time.POSITIONAL,
        ClassUse.TABLE);
    refused(
        "frequency-shift is 4, and must be below the 4 frequencies",
        List.of(8),
        0,
        4,
        4,
        Time.POSITIONAL,
        ClassUse.TABLE);
    refused(
        "Classes cannot be embedded by the logarithm",
        List.of(8),
        0,
        4,
        0,
        Time.FOURIER,
        ClassUse.TIMESTEP);
  }

  private static void refused(
      String start,
      List<Integer> channels,
      int head,
      int groups,
      int shift,
      Time time,
      ClassUse classes) {
    Options options =
        new Options(
            channels,
            1,
            List.of(),
            List.of(),
            true,
            head,
            groups,
            0,
            1e-5,
            time,
            true,
            shift,
            0,
            TimeUse.ADD,
            1,
            true,
            false,
            0,
            classes,
            true,
            1000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiffusersUNet(options, DIGITS, DECAYING))
        .withMessageStartingWith(start);
  }
}
