package org.tweedie.text.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A small encoder as a file of ONNX, written field by field (onnx.proto), with its tokenizer:
 * {@code last_hidden_state = e(token) + the mean of the caption's e, weighed by the mask}, so that
 * what comes of a token is known in closed form, and depends on the others.
 *
 * @param width of what a token becomes
 */
record TinyEncoder(int width) {

  static final List<String> WORDS =
      List.of(
          "[UNK]", "[CLS]", "[SEP]", "a", "small", "large", "red", "green", "blue", "circle",
          "square", "squares", "two", "left", "of");

  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  /** The embedding of a token: numbers that are all different. */
  float embedded(int token, int k) {
    return (float) Math.sin(1 + token * width + k);
  }

  /** What the file gives for some tokens. */
  float[] expected(int... tokens) {
    float[] features = new float[tokens.length * width];
    for (int k = 0; k < width; k++) {
      double mean = 0;
      for (int token : tokens) {
        mean += embedded(token, k) / (double) tokens.length;
      }
      for (int i = 0; i < tokens.length; i++) {
        features[i * width + k] = (float) (embedded(tokens[i], k) + mean);
      }
    }
    return features;
  }

  /** Writes both into a folder, as model.onnx and tokenizer.json. */
  void write(Path folder) {
    try {
      Files.write(folder.resolve("model.onnx"), model(WORDS.size(), "input_ids"));
      Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String tokenizer() {
    String vocabulary =
        IntStream.range(0, WORDS.size())
            .mapToObj(i -> "\"%s\": %d".formatted(WORDS.get(i), i))
            .collect(Collectors.joining(", "));
    return """
        {"version": "1.0", "truncation": null, "padding": null,
         "added_tokens": [
           {"id": 0, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
           {"id": 1, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
           {"id": 2, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
         "normalizer": {"type": "Lowercase"},
         "pre_tokenizer": {"type": "Whitespace"},
         "post_processor": {"type": "TemplateProcessing",
           "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
           "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
           "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [2], "tokens": ["[SEP]"]}}},
         "decoder": null,
         "model": {"type": "WordLevel", "vocab": {%s}, "unk_token": "[UNK]"}}
        """
        .formatted(vocabulary);
  }

  /**
   * The model.
   *
   * @param tokens how many it has an embedding of
   * @param input what its first input is called
   */
  byte[] model(int tokens, String input) {
    Message graph = new Message();
    graph.message(1, node("Gather", List.of("table", input), "each"));
    graph.message(1, node("Cast", List.of("attention_mask"), "there").message(5, to(FLOAT)));
    graph.message(1, node("Unsqueeze", List.of("there", "last"), "weights"));
    graph.message(1, node("Mul", List.of("each", "weights"), "known"));
    graph.message(1, node("ReduceSum", List.of("known", "middle"), "sum"));
    graph.message(1, node("ReduceSum", List.of("weights", "middle"), "count"));
    graph.message(1, node("Div", List.of("sum", "count"), "mean"));
    graph.message(1, node("Add", List.of("each", "mean"), "last_hidden_state"));
    graph.text(2, "tiny");
    float[] table = new float[tokens * width];
    for (int i = 0; i < table.length; i++) {
      table[i] = embedded(i / width, i % width);
    }
    graph.message(5, floats("table", table, tokens, width));
    graph.message(5, integer("last", 2));
    graph.message(5, integer("middle", 1));
    graph.message(11, value(input, INT64, "batch", "tokens"));
    graph.message(11, value("attention_mask", INT64, "batch", "tokens"));
    graph.message(12, value("last_hidden_state", FLOAT, "batch", "tokens", width));
    graph.message(12, value("mean", FLOAT, "batch", 1, width));
    return new Message()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, 17))
        .bytes();
  }

  private static Message node(String operation, List<String> inputs, String output) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    return node.text(2, output).text(3, output).text(4, operation);
  }

  /** The attribute of a Cast. */
  private static Message to(int type) {
    return new Message().text(1, "to").number(3, type).number(20, 2);
  }

  private static Message floats(String name, float[] values, int... shape) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    Message tensor = new Message();
    for (int size : shape) {
      tensor.number(1, size);
    }
    return tensor.number(2, FLOAT).text(8, name).raw(9, raw.array());
  }

  private static Message integer(String name, long value) {
    ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    return new Message().number(1, 1).number(2, INT64).text(8, name).raw(9, raw.array());
  }

  private static Message value(String name, int type, Object... shape) {
    Message sizes = new Message();
    for (Object size : shape) {
      sizes.message(
          1,
          size instanceof Integer number
              ? new Message().number(1, number)
              : new Message().text(2, String.valueOf(size)));
    }
    Message tensor = new Message().number(1, type).message(2, sizes);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A message of protocol buffers. */
  private static final class Message {

    private interface Field {
      void write(CodedOutputStream out) throws IOException;
    }

    private final List<Field> fields = new ArrayList<>();

    Message number(int field, long value) {
      fields.add(out -> out.writeInt64(field, value));
      return this;
    }

    Message text(int field, String value) {
      return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return raw(field, value.bytes());
    }

    Message raw(int field, byte[] value) {
      fields.add(out -> out.writeBytes(field, ByteString.copyFrom(value)));
      return this;
    }

    byte[] bytes() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      try {
        for (Field field : fields) {
          field.write(out);
        }
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }
}
