package org.tweedie.engine.file;

import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;

/** What is wrong with JSON, for people. */
public final class JsonFault {

  private JsonFault() {}

  /** The fault and where it is, as the end of a sentence without its full stop. */
  public static String words(JacksonException fault) {
    // The reader's own notes of where it read from name no file.
    String what =
        fault instanceof DatabindException
            // Its words are of Java's types.
            ? "it is JSON of another form"
            : String.valueOf(fault.getOriginalMessage())
                .replaceAll("\\s*\\([^()]*\\[Source: .*", "");
    TokenStreamLocation place = fault.getLocation();
    return place == null || place.getLineNr() < 1
        ? what
        : String.format(
            Locale.ROOT, "%s (line %d, column %d)", what, place.getLineNr(), place.getColumnNr());
  }
}
