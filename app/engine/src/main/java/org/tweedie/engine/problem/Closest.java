package org.tweedie.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that someone who mistyped most likely meant. */
public final class Closest {

  private Closest() {}

  /**
   * The closest of some names, empty where none is close: at most two slips, and fewer in short
   * names; or, failing that, the same beginning and most of the same letters.
   */
  public static Optional<String> to(String written, Collection<String> names) {
    String word = written.toLowerCase(Locale.ROOT).replace('_', '-');
    JaroWinklerSimilarity similarity = new JaroWinklerSimilarity();
    Comparator<String> bySlips = Comparator.comparingInt(name -> slips(word, name));
    return names.stream()
        .filter(
            name ->
                slips(word, name) <= Math.min(2, Math.min(word.length(), name.length()) / 2)
                    || similarity.apply(word, name) > 0.9)
        .min(bySlips.thenComparing(Comparator.naturalOrder()));
  }

  /** The words {@code " Did you mean 'x'?"}, or nothing. */
  public static String question(String written, Collection<String> names) {
    return to(written, names).map(name -> " Did you mean '" + name + "'?").orElse("");
  }

  private static int slips(String word, String name) {
    return LevenshteinDistance.getDefaultInstance().apply(word, name);
  }
}
