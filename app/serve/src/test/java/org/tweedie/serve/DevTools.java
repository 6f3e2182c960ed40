package org.tweedie.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A page in a real browser, moved by its debugging protocol (Chrome DevTools Protocol). */
final class DevTools implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://(\\S+?)/.*");
  private static final int SECONDS = 60;

  private final Process browser;
  private final WebSocket socket;
  private final LinkedBlockingQueue<JsonNode> messages;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private int asked;

  private DevTools(Process browser, WebSocket socket, LinkedBlockingQueue<JsonNode> messages) {
    this.browser = browser;
    this.socket = socket;
    this.messages = messages;
  }

  /** Puts the parts of messages together. */
  private record Listener(LinkedBlockingQueue<JsonNode> messages, StringBuilder text)
      implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(from, part, last);
    }
  }

  static DevTools start(Path executable, Path profile) throws IOException, InterruptedException {
    Process browser =
        new ProcessBuilder(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(browser.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder log = new StringBuilder();
    String address = "";
    for (String line = said.readLine();
        line != null && address.isEmpty();
        line = address.isEmpty() ? said.readLine() : line) {
      log.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      address = listening.matches() ? listening.group(1) : "";
    }
    if (address.isEmpty()) {
      throw new IOException("the browser does not listen: " + log);
    }
    Thread rest = new Thread(() -> drain(said), "browser-log");
    rest.setDaemon(true);
    rest.start();
    HttpClient http = HttpClient.newHttpClient();
    String list =
        http.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/json/list")).build(),
                BodyHandlers.ofString())
            .body();
    String page = "";
    for (JsonNode target : JSON.readTree(list)) {
      if (target.get("type").asString().equals("page")) {
        page = target.get("webSocketDebuggerUrl").asString();
      }
    }
    LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(page), new Listener(messages, new StringBuilder()))
            .join();
    DevTools tools = new DevTools(browser, socket, messages);
    for (String domain : List.of("Page.enable", "Runtime.enable", "Log.enable")) {
      tools.ask(domain, JSON.createObjectNode());
    }
    return tools;
  }

  private static void drain(BufferedReader said) {
    try {
      said.transferTo(Writer.nullWriter());
    } catch (IOException ended) {
      // With the browser.
      Thread.currentThread().interrupt();
    }
  }

  /** Asks for something and waits for the answer. */
  JsonNode ask(String method, ObjectNode parameters) throws InterruptedException {
    int id = ++asked;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    socket.sendText(message.toString(), true).join();
    while (true) {
      JsonNode heard = heard();
      if (heard.has("id") && heard.get("id").asInt() == id) {
        if (heard.has("error")) {
          throw new AssertionError(method + ": " + heard);
        }
        return heard.get("result");
      }
    }
  }

  /** Goes to a page, and waits until it is loaded. */
  void open(URI page) throws InterruptedException {
    events.clear();
    ask("Page.navigate", JSON.createObjectNode().put("url", page.toString()));
    while (!events.contains("Page.loadEventFired")) {
      heard();
    }
  }

  private JsonNode heard() throws InterruptedException {
    JsonNode message = messages.poll(SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("the browser says nothing any more; complaints: " + complaints);
    }
    String method = message.path("method").asString("");
    events.add(method);
    if (List.of("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
        .contains(method)) {
      complaints.add(message.toString());
    }
    return message;
  }

  /** The value of an expression, or what its promise comes to. */
  JsonNode value(String expression) throws InterruptedException {
    JsonNode answer =
        ask(
            "Runtime.evaluate",
            JSON.createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  /** What the browser's console has complained of. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    socket.abort();
    browser.descendants().forEach(ProcessHandle::destroyForcibly);
    browser.destroyForcibly().onExit().join();
  }
}
