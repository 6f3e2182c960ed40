package org.tweedie.engine.problem;

import java.util.regex.Pattern;

/**
 * Texts from files, jars and names as a terminal may show them: it obeys control characters, which
 * nobody who wrote a label should be able to use.
 */
public final class Plain {

  private static final Pattern ALONE = Pattern.compile("\r(?!\n)");

  private Plain() {}

  /**
   * A text whose control characters, and those that turn the direction of writing, are written out
   * as in Java; line breaks and tabs stay.
   */
  public static String text(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    // Alone it goes back to the beginning of the line, and what follows hides what was there.
    ALONE
        .matcher(text)
        .replaceAll("\\\\u000d")
        .codePoints()
        .forEach(
            at -> {
              if (isObeyed(at)) {
                plain.append(String.format("\\u%04x", at));
              } else {
                plain.appendCodePoint(at);
              }
            });
    return plain.toString();
  }

  private static boolean isObeyed(int at) {
    boolean control = Character.isISOControl(at) && at != '\n' && at != '\t' && at != '\r';
    boolean turns =
        (at >= 0x202a && at <= 0x202e)
            || (at >= 0x2066 && at <= 0x2069)
            || at == 0x200e
            || at == 0x200f
            || at == 0x061c;
    return control || turns;
  }
}
