package org.tweedie.text.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.laws.contract.TextEncoderContract;

/**
 * A language model that was trained on sentences: all-MiniLM-L6-v2 (Wang et al., arXiv 2002.10957),
 * in whole numbers of eight bits, as LangChain4j's jar ships it. Tagged, for its 16 MB are fetched
 * with the profile long alone.
 */
@Tag("long")
class RealEncoderTest {

  private static final String NAME = "/all-minilm-l6-v2-q";

  @TempDir private static Path folder;

  private static OnnxTextEncoder encoder;

  @BeforeAll
  static void unpack() throws IOException {
    encoder =
        new OnnxTextEncoder(
            new OnnxTextEncoder.Options(unpacked(".onnx"), unpacked("-tokenizer.json"), ""));
  }

  private static String unpacked(String ending) throws IOException {
    Path file = folder.resolve("file" + ending);
    try (InputStream content =
        Objects.requireNonNull(RealEncoderTest.class.getResourceAsStream(NAME + ending))) {
      Files.copy(content, file);
    }
    return file.toString();
  }

  @Nested
  class Contract extends TextEncoderContract {
    @Override
    protected TextEncoder encoder() {
      return encoder;
    }
  }

  /** The numbers of BERT's vocabulary, in lower case (Devlin et al., arXiv 1810.04805). */
  @Test
  void writesCaptionsAsBertDoes() {
    Tokenizer tokenizer = encoder.fitted(List.of("two squares"));
    assertThat(tokenizer.size()).isEqualTo(30_522);
    assertThat(tokenizer.tokens("Two green SQUARES"))
        .as("[CLS] two green squares [SEP]")
        .containsExactly(101, 2048, 2665, 14_320, 102);
    assertThat(encoder.width()).isEqualTo(384);
  }

  /** What it was trained for: means of sentences that say the same are near one another. */
  @Test
  void seesThatTwoCaptionsSayTheSame() {
    double same = likeness("two green squares", "a pair of squares that are green");
    double near = likeness("two green squares", "a small red circle");
    double far = likeness("two green squares", "the committee postponed its vote on taxes");
    assertThat(same).isGreaterThan(near + 0.15);
    assertThat(near).isGreaterThan(far + 0.15);
  }

  @Test
  void refusesACaptionThatIsLongerThanItReads() {
    assertThatThrownBy(() -> encoder.fitted(List.of("square ".repeat(600))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it cannot read 602 tokens");
  }

  private static double likeness(String one, String other) {
    double[] a = mean(one);
    double[] b = mean(other);
    double product = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int k = 0; k < a.length; k++) {
      product += a[k] * b[k];
      lengthA += a[k] * a[k];
      lengthB += b[k] * b[k];
    }
    return product / Math.sqrt(lengthA * lengthB);
  }

  private static double[] mean(String caption) {
    float[] features = encoder.features(encoder.fitted(List.of(caption)).tokens(caption));
    double[] mean = new double[encoder.width()];
    for (int i = 0; i < features.length; i++) {
      mean[i % mean.length] += features[i];
    }
    return mean;
  }
}
