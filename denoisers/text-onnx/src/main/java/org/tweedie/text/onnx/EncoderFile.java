package org.tweedie.text.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An encoder of texts as a file of ONNX, as other programs export them: tokens in ({@code
 * input_ids}, and {@code attention_mask} and {@code token_type_ids} where it asks for them), some
 * numbers for each token out. It runs on one thread, so that its numbers do not depend on the
 * machine's cores. Safe for many threads.
 */
final class EncoderFile {

  private static final String TOKENS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";
  private static final List<String> KNOWN = List.of(TOKENS, MASK, TYPES);

  /** The name that Hugging Face's exporters give to what comes of each token. */
  private static final String USUAL_OUTPUT = "last_hidden_state";

  /** ONNX Runtime's start takes more stack than threads have. */
  private static final long STACK = 64L << 20;

  private final NamedFile file;
  private final OrtSession session;
  private final Map<String, TensorInfo> inputs;
  private final String output;
  private final int width;

  /**
   * Opens one.
   *
   * @param wanted the name of its output that is taken; empty for the usual or the only one
   * @throws IllegalArgumentException in words for the user, if it is no such file
   */
  EncoderFile(NamedFile file, Optional<String> wanted) {
    this.file = file;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment().createSession(file.bytes(), options);
    } catch (OrtException refused) {
      throw file.refused(
          "ONNX Runtime cannot read it (weights in files of their own are not taken: save the model as one file). It says: "
              + TokenizerFile.firstLine(refused));
    }
    try {
      inputs = inputs();
      output = output(wanted);
      width = Math.toIntExact(run(0).width());
    } catch (IllegalArgumentException refused) {
      close();
      throw refused;
    } catch (OrtException broken) {
      close();
      throw file.refused("it cannot be asked: " + TokenizerFile.firstLine(broken));
    }
  }

  private static OrtEnvironment environment() {
    // What it writes of itself is told in words by who asks.
    Thread start =
        new Thread(
            null,
            () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL),
            "onnxruntime",
            STACK);
    start.start();
    try {
      start.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return OrtEnvironment.getEnvironment();
  }

  private Map<String, TensorInfo> inputs() throws OrtException {
    Map<String, TensorInfo> found = new LinkedHashMap<>();
    for (NodeInfo input : session.getInputInfo().values()) {
      if (!KNOWN.contains(input.getName())
          || !(input.getInfo() instanceof TensorInfo tensor)
          || (tensor.type != OnnxJavaType.INT64 && tensor.type != OnnxJavaType.INT32)
          || tensor.getShape().length != 2) {
        throw file.refused(
            "it has the input %s, and an encoder of texts has whole numbers of shape [batch, tokens] named %s"
                .formatted(told(input), String.join(", ", KNOWN)));
      }
      long[] shape = tensor.getShape();
      if (shape[0] > 1 || shape[1] >= 0) {
        throw file.refused(
            "its input %s has a fixed size; export it with as many tokens as a caption has"
                .formatted(told(input)));
      }
      found.put(input.getName(), tensor);
    }
    if (!found.containsKey(TOKENS)) {
      throw file.refused("it has no input '%s'".formatted(TOKENS));
    }
    return found;
  }

  /** Numbers for each token: of shape [batch, tokens, width]. */
  private String output(Optional<String> wanted) throws OrtException {
    List<String> able = new ArrayList<>();
    for (NodeInfo found : session.getOutputInfo().values()) {
      if (found.getInfo() instanceof TensorInfo tensor
          && tensor.type == OnnxJavaType.FLOAT
          && tensor.getShape().length == 3) {
        able.add(found.getName());
      }
    }
    if (wanted.isPresent() && able.contains(wanted.get())) {
      return wanted.get();
    }
    if (wanted.isEmpty() && able.contains(USUAL_OUTPUT)) {
      return USUAL_OUTPUT;
    }
    if (wanted.isEmpty() && able.size() == 1) {
      return able.get(0);
    }
    throw file.refused(
        able.isEmpty()
            ? "it has no output with numbers for each token, of shape [batch, tokens, width]; its outputs: "
                + session.getOutputInfo().values().stream()
                    .map(EncoderFile::told)
                    .collect(Collectors.joining(", "))
            : "%s. Name one with the option output: %s"
                .formatted(
                    wanted
                        .map("it has no such output as '%s'"::formatted)
                        .orElse("it has several outputs with numbers for each token"),
                    String.join(", ", able)));
  }

  private static String told(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor
        ? "'%s' (%s of shape %s)"
            .formatted(
                node.getName(),
                String.valueOf(tensor.type).toLowerCase(Locale.ROOT),
                Arrays.toString(tensor.getShape()).replace("-1", "?"))
        : "'%s'".formatted(node.getName());
  }

  /** How many numbers a token becomes. */
  int width() {
    return width;
  }

  /**
   * What some tokens become.
   *
   * @throws IllegalArgumentException in words for the user, if the model cannot read so many, or
   *     has no such token
   */
  float[] features(int... tokens) {
    Features found;
    try {
      found = run(tokens);
    } catch (OrtException refused) {
      throw file.refused(
          "it cannot read %d tokens, the largest of which is number %d: %s"
              .formatted(
                  tokens.length,
                  Arrays.stream(tokens).max().orElse(0),
                  TokenizerFile.firstLine(refused)));
    }
    if (found.values().length != (long) tokens.length * width) {
      throw file.refused(
          "it gives %d numbers for %d tokens, and should give %d for each"
              .formatted(found.values().length, tokens.length, width));
    }
    for (float value : found.values()) {
      if (!Float.isFinite(value)) {
        throw file.refused("it gives the number %s for a caption".formatted(value));
      }
    }
    return found.values();
  }

  private record Features(float[] values, long width) {}

  private Features run(int... tokens) throws OrtException {
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, TensorInfo> input : inputs.entrySet()) {
        int[] values =
            switch (input.getKey()) {
              case TOKENS -> tokens;
              case MASK -> Arrays.stream(tokens).map(any -> 1).toArray();
              default -> new int[tokens.length];
            };
        fed.put(input.getKey(), tensor(values, input.getValue().type));
      }
      try (OrtSession.Result result = session.run(fed, Set.of(output))) {
        OnnxTensor features = (OnnxTensor) result.get(0);
        long[] shape = features.getInfo().getShape();
        FloatBuffer read = features.getFloatBuffer();
        float[] values = new float[read.remaining()];
        read.get(values);
        return new Features(values, shape[2]);
      }
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(int[] values, OnnxJavaType type) throws OrtException {
    long[] shape = {1, values.length};
    return type == OnnxJavaType.INT32
        ? OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), IntBuffer.wrap(values), shape)
        : OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(),
            LongBuffer.wrap(Arrays.stream(values).asLongStream().toArray()),
            shape);
  }

  /** Gives back the memory of the weights. */
  void close() {
    try {
      session.close();
    } catch (OrtException ignored) {
      // Nobody asks it any more.
    }
  }
}
