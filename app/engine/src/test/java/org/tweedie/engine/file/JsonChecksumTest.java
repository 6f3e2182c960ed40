package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class JsonChecksumTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final ObjectNode RECORD =
      JSON.valueToTree(
          Map.of(
              "value", List.of(-0.1234567890123456, 1e-300, 5, 12345678901234L),
              "more", Map.of("name", "Fréchet \u732b", "none", Double.NaN, "is", true)));

  private static String written() {
    return JSON.writeValueAsString(JsonChecksum.added(RECORD));
  }

  @Test
  void whatWasWrittenFitsInAnyLayout() {
    String text = written();
    assertThat(JsonChecksum.fits(JSON.readTree(text))).isTrue();
    assertThat(JsonChecksum.fits(JSON.readTree(text.replaceAll("\\s*\n\\s*", " ")))).isTrue();
    assertThat(JsonChecksum.added(JsonChecksum.added(RECORD)))
        .isEqualTo(JsonChecksum.added(RECORD));
  }

  @Test
  void withoutAChecksumNobodyCanTell() {
    assertThat(JsonChecksum.fits(RECORD)).isTrue();
    assertThat(JsonChecksum.fits(JSON.readTree("[1, 2]"))).isTrue();
    assertThat(JsonChecksum.fits(JSON.readTree("null"))).isTrue();
  }

  /** CRC-32C sees every change within 32 bits in a row, so that of any one digit. */
  @Test
  void everyOtherDigitIsSeen() {
    String text = written();
    List<Integer> unseen = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        for (char digit = '1'; digit <= '9'; digit++) {
          String changed = text.substring(0, i) + digit + text.substring(i + 1);
          // The last digit of a number in decimals may stand for the same number in binary.
          if (!JSON.readTree(changed).equals(JSON.readTree(text))
              && JsonChecksum.fits(JSON.readTree(changed))) {
            unseen.add(i);
          }
        }
      }
    }
    assertThat(text).containsPattern("\"checksum\" : \"crc32c [0-9a-f]{8}\"");
    assertThat(unseen).isEmpty();
  }
}
