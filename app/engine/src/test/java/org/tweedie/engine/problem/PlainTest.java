package org.tweedie.engine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {

  @Test
  void whatATerminalObeysIsWrittenOut() {
    assertThat(Plain.text("\u001b[31mred\u0007\u009b2J"))
        .isEqualTo("\\u001b[31mred\\u0007\\u009b2J");
    assertThat(Plain.text("cod\u202Eexe.png")).isEqualTo("cod\\u202eexe.png");
    assertThat(Plain.text("a\rAll is well\r\n\u200f"))
        .as("what goes back to the beginning of its line")
        .isEqualTo("a\\u000dAll is well\r\n\\u200f");
  }

  @Test
  void otherTextStaysAsItIs() {
    for (String text : new String[] {"", "a line\nand\tanother\r\n", "猫 犬 鳥", "é 🙂 −0.5 ± 1"}) {
      assertThat(Plain.text(text)).isEqualTo(text);
    }
  }
}
