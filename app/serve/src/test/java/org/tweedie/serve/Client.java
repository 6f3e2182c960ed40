package org.tweedie.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a server by the JDK's own client.
 *
 * @param address of the server
 */
record Client(URI address) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  static Client of(Serving serving) {
    return new Client(serving.address());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT);
  }

  HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path).build());
  }

  HttpRequest posted(String path, String accept, byte[] json) {
    return request(path)
        .header("Content-Type", "application/json")
        .header("Accept", accept)
        .POST(BodyPublishers.ofByteArray(json))
        .build();
  }

  HttpResponse<byte[]> post(String path, String json) {
    return post(path, "*/*", json);
  }

  HttpResponse<byte[]> post(String path, String accept, String json) {
    return send(posted(path, accept, json.getBytes(StandardCharsets.UTF_8)));
  }

  CompletableFuture<HttpResponse<byte[]>> later(String path, String json) {
    return HTTP.sendAsync(
        posted(path, "*/*", json.getBytes(StandardCharsets.UTF_8)), BodyHandlers.ofByteArray());
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static JsonNode json(HttpResponse<byte[]> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  /** A number of the metrics, by its name with its labels. */
  double metric(String name) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(text(get("/metrics")));
    return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
  }
}
