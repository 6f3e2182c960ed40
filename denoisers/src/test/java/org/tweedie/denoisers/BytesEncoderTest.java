package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.laws.contract.TextEncoderContract;
import org.tweedie.laws.plugin.DefaultOptions;

class BytesEncoderTest extends TextEncoderContract {

  @Override
  protected TextEncoder encoder() {
    return of(8, 2, 2);
  }

  private static BytesEncoder of(int width, int depth, int heads) {
    return new BytesEncoder(
        new BytesEncoder.Options(new TextNetwork.Options(width, depth, heads, 0)));
  }

  @Test
  void writesTextsAsTheirBytes() {
    Tokenizer bytes = encoder().fitted(List.of("any"));
    assertThat(bytes.size()).isEqualTo(256);
    assertThat(bytes.tokens("aé")).containsExactly('a', 0xc3, 0xa9);
  }

  @Test
  void refusesWhatAnotherEncoderSaved() {
    assertThatThrownBy(() -> encoder().restored("red green"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other tokens");
  }

  @Test
  void optionsMustFitOneAnother() {
    assertThatThrownBy(() -> of(7, 1, 1)).hasMessageContaining("must be even");
    assertThatThrownBy(() -> of(8, 1, 3)).hasMessageContaining("Let heads divide width.");
    assertThat(new BytesEncoder(DefaultOptions.of(BytesEncoder.Options.class))).isNotNull();
  }
}
