package org.tweedie.text.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.network.Tokenizer;

/** The encoder beside what its file says in closed form, and files that are none. */
class OnnxTextEncoderTest {

  private static final TinyEncoder TINY = new TinyEncoder(5);

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    TINY.write(folder);
  }

  private OnnxTextEncoder encoder(String output) {
    return new OnnxTextEncoder(
        new OnnxTextEncoder.Options(
            folder.resolve("model.onnx").toString(),
            folder.resolve("tokenizer.json").toString(),
            output));
  }

  @Test
  void givesWhatTheFileSays() {
    OnnxTextEncoder encoder = encoder("");
    Tokenizer tokenizer = encoder.fitted(List.of("a red circle"));
    int[] tokens = tokenizer.tokens("A small RED circle");
    assertThat(tokens).containsExactly(1, 3, 4, 6, 9, 2);
    assertThat(encoder.width()).isEqualTo(5);
    assertThat(encoder.features(tokens)).containsExactly(TINY.expected(tokens), within(1e-5f));
    assertThat(tokenizer.size()).isEqualTo(TinyEncoder.WORDS.size());
    assertThat(tokenizer.tokens("")).isEmpty();
    assertThat(tokenizer.tokens("purple")).as("an unknown word").containsExactly(1, 0, 2);
  }

  @Test
  void theFilesOfARunMustBeThoseThatItWasTrainedWith() throws IOException {
    String saved = encoder("").fitted(List.of("a")).saved();
    assertThat(encoder("").restored(saved).tokens("a")).containsExactly(1, 3, 2);
    Files.write(folder.resolve("model.onnx"), new TinyEncoder(4).model(15, "input_ids"));
    assertThatThrownBy(() -> encoder("").restored(saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model.onnx': it is not the file that the run was trained with")
        .hasMessageContaining("text-encoder.model");
  }

  @Test
  void whatIsNoEncoderIsToldInWords() throws IOException {
    refused("output: last_hidden_state", "mean of it");
    Path model = folder.resolve("model.onnx");
    Files.write(model, TINY.model(15, "words"));
    refused("it has the input 'words' (int64 of shape [?, ?])", "");
    Files.write(model, TINY.model(9, "input_ids"));
    refused("it cannot read 1 tokens, the largest of which is number 14", "");
    Files.writeString(model, "no model");
    refused("ONNX Runtime cannot read it", "");
    Files.delete(model);
    refused("there is no such file (paths are relative to the working directory)", "");
    Files.createDirectory(model);
    refused("it is a folder; name the file in it", "");
  }

  @Test
  void whatIsNoTokenizerIsToldInWords() throws IOException {
    Path tokenizer = folder.resolve("tokenizer.json");
    Files.writeString(tokenizer, "[CLS]\n[SEP]\n");
    refused("tokenizer.json': it is no JSON object", "");
    Files.writeString(tokenizer, "{\"model\": {}}");
    refused("it has no vocabulary (model.vocab)", "");
    Files.writeString(tokenizer, "{\"model\": {\"type\": \"Unheard\", \"vocab\": {\"a\": 0}}}");
    refused("it is no tokenizer of Hugging Face's library", "");
    Files.delete(tokenizer);
    refused("The tokenizer '", "");
  }

  private void refused(String words, String output) {
    assertThatThrownBy(() -> encoder(output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void remembersWhatWasAskedForLast() {
    KnownFeatures known = new KnownFeatures(6);
    known.put(new int[] {1}, 1, 2);
    known.put(new int[] {2}, 3, 4);
    known.put(new int[] {3}, 5, 6);
    assertThat(known.of(1)).contains(new float[] {1, 2});
    known.put(new int[] {4}, 7, 8);
    assertThat(known.of(2)).as("asked for the longest ago").isEmpty();
    assertThat(known.of(1)).isPresent();
    assertThat(known.of(3)).isPresent();
    assertThat(known.of(4)).isPresent();
  }
}
