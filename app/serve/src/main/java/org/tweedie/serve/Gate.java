package org.tweedie.serve;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may ask. Without a token, only what runs on this machine: a page of another site that a
 * browser here has open may send requests to this address, by its name (cross-site requests) or by
 * one of its own that it lets point here (DNS rebinding), so both are told by their headers and
 * refused. With one, who brings it. Safe for many threads.
 */
final class Gate {

  private static final String BEARER = "Bearer ";

  private final Optional<byte[]> token;
  private final Set<String> hosts;

  Gate(ServingOptions options) {
    token = options.token().map(Gate::digest);
    hosts =
        Stream.of("localhost", "127.0.0.1", "[::1]", options.host(), "[" + options.host() + "]")
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Lets a request in.
   *
   * @param header the value of a header
   * @param open whether it asks for nothing that is worth a token
   * @throws Refusal if it is not let in
   */
  void check(Function<String, Optional<String>> header, boolean open) {
    String host = header.apply("Host").orElse("");
    if (token.isEmpty() && !hosts.contains(name(host))) {
      throw Refusal.of(
          403,
          "wrong-host",
          "This server is for programs on its own machine, and is called localhost there.");
    }
    // A link of another site may lead to the page, which asks for itself then.
    boolean foreign =
        header.apply("Origin").filter(origin -> !isSame(origin, host)).isPresent()
            || (!open && header.apply("Sec-Fetch-Site").filter("cross-site"::equals).isPresent());
    if (foreign) {
      throw Refusal.of(403, "cross-site", "Pages of other sites may not ask this server.");
    }
    if (!open && token.isPresent() && !isKnown(header.apply("Authorization").orElse(""))) {
      throw Refusal.of(
          401,
          "unauthorized",
          "A token is needed, as in 'Authorization: Bearer TOKEN'; who started the server has it.");
    }
  }

  private boolean isKnown(String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    byte[] brought = digest(bearer ? authorization.substring(BEARER.length()).strip() : "");
    // In the same time wherever they differ, and however long they are.
    return MessageDigest.isEqual(token.orElseThrow(), brought);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A host without its port. */
  private static String name(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
  }

  private static boolean isSame(String origin, String host) {
    try {
      return Optional.ofNullable(new URI(origin).getAuthority())
          .filter(host::equalsIgnoreCase)
          .isPresent();
    } catch (URISyntaxException broken) {
      return false;
    }
  }
}
