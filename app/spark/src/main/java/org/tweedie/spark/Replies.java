package org.tweedie.spark;

import java.io.PrintStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of words: each coded as in an address, with tabs between them. Safe for many threads.
 *
 * @param out where they go
 */
record Replies(PrintStream out) {

  /** Says something. */
  void say(String... words) {
    String line =
        Arrays.stream(words)
            .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
            .collect(Collectors.joining("\t"));
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }

  /** The words of a line. */
  static List<String> words(String line) {
    return Arrays.stream(line.split("\t"))
        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
        .toList();
  }
}
