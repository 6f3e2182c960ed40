package org.tweedie.text.onnx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the captions that were asked for last became, since training asks for each of them again and
 * again. Safe for many threads.
 */
final class KnownFeatures {

  /** Of all captions together: 256 MiB. */
  private static final long MOST_NUMBERS = 64L << 20;

  /** Tokens, equal where their numbers are. */
  private record Key(int... tokens) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(tokens, key.tokens);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(tokens);
    }
  }

  private final Map<Key, float[]> known = new LinkedHashMap<>(16, 0.75f, true);
  private final long most;
  private long numbers;

  KnownFeatures() {
    this(MOST_NUMBERS);
  }

  KnownFeatures(long most) {
    this.most = most;
  }

  synchronized Optional<float[]> of(int... tokens) {
    return Optional.ofNullable(known.get(new Key(tokens)));
  }

  /** Remembers what tokens became, and forgets what was not asked for the longest. */
  synchronized void put(int[] tokens, float... features) {
    float[] before = known.put(new Key(tokens.clone()), features);
    numbers += features.length - (before == null ? 0 : before.length);
    var eldest = known.values().iterator();
    while (numbers > most && eldest.hasNext()) {
      numbers -= eldest.next().length;
      eldest.remove();
    }
  }
}
