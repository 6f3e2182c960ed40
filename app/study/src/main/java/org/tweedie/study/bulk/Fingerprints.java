package org.tweedie.study.bulk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.tweedie.engine.file.Sha256;

/** Hashes of all that work depends on. */
final class Fingerprints {

  private Fingerprints() {}

  /** Of the texts of all that it depends on. */
  static String of(Object... all) {
    return HexFormat.of()
        .formatHex(
            Sha256.digest()
                .digest(
                    Arrays.stream(all)
                        .map(String::valueOf)
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8)));
  }
}
