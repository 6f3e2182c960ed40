package org.tweedie.api.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** What can be known of an example: each part by itself, for each example or not. */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public enum ConditionPart {
  /** Its class. */
  CLASS,
  /** Numbers that describe it, in named columns. */
  NUMBERS,
  /** A text that describes it. */
  CAPTION,
  /** An image that it goes with: itself in grey, or with fewer pixels. */
  IMAGE;

  /** The part in configs and in sentences: {@code caption}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part of a word. */
  public static Optional<ConditionPart> of(String word) {
    return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
  }
}
