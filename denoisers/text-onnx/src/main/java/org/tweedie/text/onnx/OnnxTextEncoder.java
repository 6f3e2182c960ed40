package org.tweedie.text.onnx;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import java.lang.ref.Cleaner;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.FrozenTextEncoder;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Captions as a language model sees them that another program trained, and that is not trained on
 * (Saharia et al., "Imagen", arXiv 2205.11487, section 2.1): a file of ONNX with its {@code
 * tokenizer.json}. What it makes of each token is normalised (layer normalisation without
 * parameters), since encoders differ in scale, and before the first one stands a learned beginning,
 * so that an empty caption is something. Immutable; may be added to several graphs, and asked by
 * many threads.
 */
@Description(
    "a language model from a file of ONNX, which is not trained on, with its tokenizer.json")
public final class OnnxTextEncoder implements FrozenTextEncoder {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final float EPSILON = 1e-6f;
  private static final String MODEL = "model";
  private static final String TOKENIZER = "tokenizer";

  /**
   * Which files.
   *
   * @param model the encoder
   * @param tokenizer how captions are written in its tokens
   * @param output the name of the encoder's output that is taken
   */
  public record Options(
      @Description("the encoder, a file of ONNX: input_ids in, some numbers for each token out")
          @NotBlank
          String model,
      @Description("its tokenizer, as Hugging Face's library writes it: tokenizer.json") @NotBlank
          String tokenizer,
      @Description(
              "name of the output that is taken; empty for last_hidden_state, or for the only one"
                  + " with numbers for each token")
          @Default("''")
          String output) {}

  private final NamedFile modelFile;
  private final EncoderFile model;
  private final TokenizerFile tokenizer;
  private final KnownFeatures known = new KnownFeatures();

  /**
   * With its files.
   *
   * @throws IllegalArgumentException in words for the user, if one is not there, or is no such
   *     file, or the two do not go together
   */
  @Inject
  public OnnxTextEncoder(Options options) {
    modelFile = NamedFile.read(MODEL, options.model());
    tokenizer = TokenizerFile.of(NamedFile.read(TOKENIZER, options.tokenizer()));
    model =
        new EncoderFile(modelFile, Optional.of(options.output()).filter(name -> !name.isBlank()));
    // Native memory, which nobody gives back for a component.
    CLEANER.register(this, closing(model, tokenizer));
    model.features(tokenizer.size() - 1);
  }

  private static Runnable closing(EncoderFile model, TokenizerFile tokenizer) {
    return () -> {
      model.close();
      tokenizer.tokenizer().close();
    };
  }

  /** The tokenizer of a run, which keeps hashes of both files. */
  private final class OfFile implements Tokenizer {

    @Override
    public int size() {
      return tokenizer.size();
    }

    @Override
    public int[] tokens(String caption) {
      return tokenizer.tokens(caption);
    }

    @Override
    public String saved() {
      return files().entrySet().stream()
          .map(file -> file.getKey() + " " + file.getValue())
          .collect(Collectors.joining("\n"));
    }
  }

  @Override
  public Tokenizer fitted(List<String> captions) {
    // Whether the model can read so many is known before training, where there are words for it.
    captions.stream()
        .distinct()
        .map(tokenizer::tokens)
        .max(Comparator.comparingInt(tokens -> tokens.length))
        .filter(longest -> longest.length > 0)
        .ifPresent(this::features);
    return new OfFile();
  }

  @Override
  public Tokenizer restored(String saved) {
    for (Map.Entry<String, String> file : files().entrySet()) {
      if (saved.lines().noneMatch((file.getKey() + " " + file.getValue())::equals)) {
        NamedFile now = file.getKey().equals(MODEL) ? modelFile : tokenizer.file();
        throw now.refused(
            "it is not the file that the run was trained with (SHA-256 %s). Put that back, or name it: text-encoder.%s"
                .formatted(file.getValue(), file.getKey()));
      }
    }
    return new OfFile();
  }

  @Override
  public int width() {
    return model.width();
  }

  @Override
  public float[] features(int... tokens) {
    Optional<float[]> before = known.of(tokens);
    if (before.isPresent()) {
      return before.get();
    }
    float[] features = model.features(tokens);
    known.put(tokens, features);
    return features;
  }

  @Override
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(MODEL, modelFile.sha256());
    files.put(TOKENIZER, tokenizer.file().sha256());
    return files;
  }

  @Override
  public TextFeatures output(NetworkGraph graph, TextInput input) {
    Ops tf = graph.tf();
    Operand<TFloat32> features = normal(tf, input.frozen().orElseThrow());
    Operand<TFloat32> begin = graph.parameter("begin", Initializer.normal(1), 1, 1, width());
    Operand<TInt32> one = tf.constant(new int[] {0, 0, 0});
    Operand<TFloat32> zeros =
        tf.math.mul(
            tf.slice(features, one, tf.constant(new int[] {-1, 1, width()})), tf.constant(0f));
    return new TextFeatures(
        tf.concat(List.of(tf.math.add(zeros, begin), features), tf.constant(1)), mask(tf, input));
  }

  /** Layer normalisation (Ba et al., arXiv 1607.06450). */
  private static Operand<TFloat32> normal(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> centred = tf.math.sub(x, mean(tf, x));
    Operand<TFloat32> variance = mean(tf, tf.math.square(centred));
    return tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {2}), Mean.keepDims(true));
  }

  /** Of each place whether it is the caption's: those up to its length, with its beginning. */
  private static Operand<TFloat32> mask(Ops tf, TextInput input) {
    float[] places = new float[input.longest() + 1];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    Operand<TFloat32> length =
        tf.reshape(tf.dtypes.cast(input.length(), TFloat32.class), tf.constant(new int[] {-1, 1}));
    return tf.dtypes.cast(
        tf.math.lessEqual(tf.constant(new float[][] {places}), length), TFloat32.class);
  }
}
