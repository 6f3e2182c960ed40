package org.tweedie.denoisers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.interchange.ForeignDescription;
import org.tweedie.api.interchange.ForeignForm;
import org.tweedie.api.interchange.ForeignTensor;
import org.tweedie.denoisers.DiffusersUNet.ClassUse;
import org.tweedie.denoisers.DiffusersUNet.Time;
import org.tweedie.denoisers.DiffusersUNet.TimeUse;

/** {@link DiffusersUNet} as the config.json of a {@code UNet2DModel}, and back. */
public final class DiffusersUNetForm implements ForeignForm {

  static final String FORMAT = "diffusers";

  private static final int EIGHT_BITS = 256;

  private static final String CLASS = "UNet2DModel";
  private static final String MIDDLE = "UNetMidBlock2D";
  private static final List<String> DOWN = List.of("DownBlock2D", "AttnDownBlock2D");
  private static final List<String> UP = List.of("UpBlock2D", "AttnUpBlock2D");

  /** What is 0 here where it is nothing there. */
  private static final String TIME_CHANNELS = "time_embedding_dim";

  private static final String MIDDLE_GROUPS = "attn_norm_num_groups";

  private static final Pattern FORMER =
      Pattern.compile("(.*attentions\\.\\d+)\\.(query|key|value|proj_attn)\\.(weight|bias)");

  private static final Map<String, String> RENAMED =
      Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

  private static final Map<String, String> LAST_PARTS =
      Map.of(
          "kernel",
          "weight",
          "scale",
          "weight",
          "offset",
          "bias",
          "table",
          "weight",
          "frequencies",
          "weight",
          "bias",
          "bias");

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public boolean describes(ForeignDescription description) {
    return description.text("_class_name", CLASS).equals(CLASS);
  }

  @Override
  public Map<String, Object> options(ForeignDescription said, DataDescription data) {
    Map<String, Object> options = new LinkedHashMap<>();
    List<Integer> channels = said.wholes("block_out_channels", List.of(224, 448, 672, 896));
    options.put("channels", channels);
    options.put("blocks", said.whole("layers_per_block", 2));
    options.put(
        "down-attention",
        attended(
            said,
            "down_block_types",
            List.of("DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D"),
            DOWN,
            channels.size()));
    List<Integer> blocks =
        attended(
            said,
            "up_block_types",
            List.of("AttnUpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
            UP,
            channels.size());
    options.put(
        "up-attention",
        blocks.stream().map(block -> channels.size() - 1 - block).sorted().toList());
    needs(said, "mid_block_type", MIDDLE, List.of(MIDDLE));
    if (said.isNothing("mid_block_type")) {
      said.refuse("mid_block_type", "A network without a middle block cannot be had here.");
    }
    options.put("middle-attention", said.flag("add_attention", true));
    options.put(
        "head-channels",
        said.isNothing("attention_head_dim") ? 0 : said.whole("attention_head_dim", 8));
    options.put("groups", said.whole("norm_num_groups", 32));
    options.put("middle-groups", said.whole(MIDDLE_GROUPS, 0));
    options.put("epsilon", said.number("norm_eps", 1e-5));
    options.put("middle-scale", said.number("mid_block_scale_factor", 1));
    options.put("centred-down", isCentred(said));
    options.put("centre", said.flag("center_input_sample", false));
    options.put("dropout", said.number("dropout", 0));
    for (String sampling : List.of("downsample_type", "upsample_type")) {
      needs(said, sampling, "conv", List.of("conv"));
    }
    needs(said, "act_fn", "silu", List.of("silu", "swish"));
    addTime(said, options);
    addClasses(said, data, options);
    checkShape(said, data);
    return options;
  }

  @Override
  public Map<String, Object> training(ForeignDescription said, DataDescription data) {
    boolean told = said.has("num_class_embeds") || said.has("class_embed_type");
    if (data.classes().isEmpty()) {
      return Map.of();
    }
    if (!told) {
      return Map.of("label-dropout", 1);
    }
    return hasNullClass(said, data) ? Map.of() : Map.of("label-dropout", 0);
  }

  /** Images of eight bits, and as many classes as the table has rows. */
  @Override
  public Optional<DataDescription> data(ForeignDescription said) {
    List<Integer> size = said.wholes("sample_size", List.of());
    int channels = said.whole("in_channels", 3);
    int classes = said.has("class_embed_type") ? 0 : said.whole("num_class_embeds", 0);
    boolean isImage =
        (size.size() == 1 || size.size() == 2)
            && size.stream().allMatch(side -> side > 0)
            && channels > 0
            && classes >= 0;
    return isImage
        ? Optional.of(
            new DataDescription(
                DataShape.image(size.get(0), size.get(size.size() - 1), channels),
                Optional.of(new Levels(EIGHT_BITS)),
                IntStream.range(0, classes).mapToObj(String::valueOf).toList()))
        : Optional.empty();
  }

  private static boolean hasNullClass(ForeignDescription said, DataDescription data) {
    return !said.has("class_embed_type")
        && said.whole("num_class_embeds", 0) == data.classes().size() + 1;
  }

  private static void addTime(ForeignDescription said, Map<String, Object> options) {
    needs(said, "time_embedding_type", "positional", List.of("positional", "fourier"));
    boolean fourier = said.text("time_embedding_type", "positional").equals("fourier");
    options.put("time", fourier ? Time.FOURIER : Time.POSITIONAL);
    options.put("cosine-first", said.flag("flip_sin_to_cos", true));
    options.put("frequency-shift", said.whole("freq_shift", 0));
    options.put("time-channels", said.whole(TIME_CHANNELS, 0));
    needs(said, "resnet_time_scale_shift", "default", List.of("default", "scale_shift"));
    options.put(
        "time-use",
        said.text("resnet_time_scale_shift", "default").equals("scale_shift")
            ? TimeUse.SCALE
            : TimeUse.ADD);
    // Of a learned embedding of steps, which is refused.
    said.has("num_train_timesteps");
  }

  private static void addClasses(
      ForeignDescription said, DataDescription data, Map<String, Object> options) {
    needs(said, "class_embed_type", "timestep", List.of("timestep"));
    boolean byNumber = said.has("class_embed_type");
    boolean byTable = !byNumber && said.has("num_class_embeds");
    int rows = said.whole("num_class_embeds", 0);
    int classes = data.classes().size();
    options.put("classes", byTable ? ClassUse.TABLE : byNumber ? ClassUse.TIMESTEP : ClassUse.NONE);
    options.put("null-class", hasNullClass(said, data));
    String key = byNumber ? "class_embed_type" : "num_class_embeds";
    if ((byTable || byNumber) && classes == 0) {
      said.refuse(
          key, "The model is told classes, and the data have none. Choose data with classes.");
    } else if (byTable && rows != classes && rows != classes + 1) {
      said.refuse(
          key,
          "The model knows %d classes, and the data have %d: there are to be as many, or one more for an unknown class."
              .formatted(rows, classes));
    }
  }

  private static void checkShape(ForeignDescription said, DataDescription data) {
    List<Integer> size = said.wholes("sample_size", List.of());
    int in = said.whole("in_channels", 3);
    int out = said.whole("out_channels", 3);
    if (in != out) {
      said.refuse(
          "out_channels",
          "%d channels go in and %d come out: a network that puts out more than a prediction cannot be had here."
              .formatted(in, out));
    }
    if (!data.shape().isImage()) {
      said.refuse(
          "in_channels",
          "The model is for images, and the data have the shape %s.".formatted(data.shape()));
      return;
    }
    List<Integer> image = data.shape().dimensions();
    if (image.get(2) != in) {
      said.refuse(
          "in_channels",
          "The model is for images of %d channel%s, and the data have %d."
              .formatted(in, in == 1 ? "" : "s", image.get(2)));
    }
    if (!size.isEmpty()
        && !(size.get(0).equals(image.get(0)) && size.get(size.size() - 1).equals(image.get(1)))) {
      said.refuse(
          "sample_size",
          "The model is for images of %dx%d, and the data have %dx%d. Choose such data, or let them be resized."
              .formatted(size.get(0), size.get(size.size() - 1), image.get(0), image.get(1)));
    }
  }

  private static boolean isCentred(ForeignDescription said) {
    int padding = said.whole("downsample_padding", 1);
    if (padding != 0 && padding != 1) {
      said.refuse("downsample_padding", "This can be 0 or 1, and is %d.".formatted(padding));
    }
    return padding == 1;
  }

  private static void needs(
      ForeignDescription said, String key, String byDefault, List<String> known) {
    String found = said.text(key, byDefault);
    if (!known.contains(found)) {
      said.refuse(
          key, "'%s' cannot be had here; what can: %s.".formatted(found, String.join(", ", known)));
    }
  }

  /** The blocks with attention, by their number in the list. */
  private static List<Integer> attended(
      ForeignDescription said, String key, List<String> byDefault, List<String> known, int levels) {
    List<String> types = said.texts(key, byDefault);
    List<String> unknown = types.stream().filter(type -> !known.contains(type)).distinct().toList();
    if (!unknown.isEmpty()) {
      said.refuse(
          key,
          "Blocks of the type %s cannot be had here; what can: %s."
              .formatted(String.join(", ", unknown), String.join(", ", known)));
    } else if (types.size() != levels) {
      said.refuse(
          key,
          "There are %d blocks, and block_out_channels has %d numbers."
              .formatted(types.size(), levels));
    }
    return IntStream.range(0, Math.min(levels, types.size()))
        .filter(i -> types.get(i).equals(known.get(1)))
        .boxed()
        .toList();
  }

  /** The config.json of a network. */
  static Map<String, @Nullable Object> description(
      DiffusersUNet.Options options, DataDescription data) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    List<Integer> image = data.shape().dimensions();
    int levels = options.channels().size();
    said.put("_class_name", CLASS);
    said.put(
        "sample_size",
        image.get(0).equals(image.get(1)) ? image.get(0) : List.of(image.get(0), image.get(1)));
    said.put("in_channels", image.get(2));
    said.put("out_channels", image.get(2));
    said.put("center_input_sample", options.centre());
    said.put("time_embedding_type", options.time() == Time.FOURIER ? "fourier" : "positional");
    said.put(TIME_CHANNELS, options.timeChannels() == 0 ? null : options.timeChannels());
    said.put("freq_shift", options.frequencyShift());
    said.put("flip_sin_to_cos", options.cosineFirst());
    said.put("down_block_types", types(DOWN, options.downAttention(), levels));
    said.put("mid_block_type", MIDDLE);
    List<String> up = new ArrayList<>(types(UP, options.upAttention(), levels));
    Collections.reverse(up);
    said.put("up_block_types", up);
    said.put("block_out_channels", options.channels());
    said.put("layers_per_block", options.blocks());
    said.put("mid_block_scale_factor", options.middleScale());
    said.put("downsample_padding", options.centredDown() ? 1 : 0);
    said.put("downsample_type", "conv");
    said.put("upsample_type", "conv");
    said.put("dropout", options.dropout());
    said.put("act_fn", "silu");
    said.put("attention_head_dim", options.headChannels() == 0 ? null : options.headChannels());
    said.put("norm_num_groups", options.groups());
    said.put(MIDDLE_GROUPS, options.middleGroups() == 0 ? null : options.middleGroups());
    said.put("norm_eps", options.epsilon());
    said.put(
        "resnet_time_scale_shift", options.timeUse() == TimeUse.SCALE ? "scale_shift" : "default");
    said.put("add_attention", options.middleAttention());
    int classes = data.classes().size();
    boolean told = classes > 0 && options.classes() != ClassUse.NONE;
    boolean byTable = told && options.classes() == ClassUse.TABLE;
    said.put("class_embed_type", told && !byTable ? "timestep" : null);
    said.put("num_class_embeds", byTable ? classes + (options.nullClass() ? 1 : 0) : null);
    return said;
  }

  private static List<String> types(List<String> known, List<Integer> attended, int levels) {
    return IntStream.range(0, levels)
        .mapToObj(level -> known.get(attended.contains(level) ? 1 : 0))
        .toList();
  }

  /** PyTorch's kernels have the outputs first, and those of convolutions the places last. */
  static ForeignTensor tensor(String parameter, int dimensions) {
    int slash = parameter.lastIndexOf('/');
    String last = parameter.substring(slash + 1);
    String name =
        parameter.substring(0, slash + 1).replace('/', '.') + LAST_PARTS.getOrDefault(last, last);
    List<Integer> axes = IntStream.range(0, dimensions).boxed().toList();
    if (last.equals("kernel")) {
      axes = dimensions == 4 ? List.of(3, 2, 0, 1) : List.of(1, 0);
    }
    return new ForeignTensor(name, axes);
  }

  /** Attention had other names before version 0.17. */
  static String presentName(String found) {
    Matcher former = FORMER.matcher(found);
    return former.matches()
        ? "%s.%s.%s"
            .formatted(
                former.group(1),
                RENAMED.getOrDefault(former.group(2), former.group(2)),
                former.group(3))
        : found;
  }
}
