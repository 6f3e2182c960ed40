package org.tweedie.engine.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The benchmark's network in PyTorch, in a process of its own that works when it is asked to and
 * waits otherwise: one for each variant, so that its memory is its own.
 */
final class TorchTwin implements AutoCloseable {

  private static final String SCRIPT = "networks_in_torch.py";
  private static final JsonMapper JSON = new JsonMapper();

  private final String variant;
  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private final Map<String, Object> description;

  /**
   * Starts it; it has warmed up then.
   *
   * @param python a Python that has torch
   * @param network one of those of the script
   * @param variant eager or compiled, with channels last or first, and float32 or bfloat16
   * @throws IOException if it ends before it answers; what it said is in its log
   */
  TorchTwin(Path python, String network, String variant, int batch, Path folder)
      throws IOException {
    this.variant = variant;
    Files.createDirectories(folder);
    Path script = folder.resolve(SCRIPT);
    try (InputStream source =
        Objects.requireNonNull(TorchTwin.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = folder.resolve(variant + ".log");
    process =
        new ProcessBuilder(
                List.of(
                    python.toString(),
                    script.toString(),
                    network,
                    variant,
                    String.valueOf(batch),
                    String.valueOf(Runtime.getRuntime().availableProcessors())))
            .redirectError(log.toFile())
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = process.outputWriter(StandardCharsets.UTF_8);
    String first = answers.readLine();
    if (first == null) {
      throw new IOException("PyTorch, " + variant + ", has ended: see " + log);
    }
    description = JSON.readValue(first, new TypeReference<>() {});
  }

  String variant() {
    return variant;
  }

  /**
   * Its version, threads, parameters, the seconds of its first step, the floating-point operations
   * of any, and the most of these a second.
   */
  Map<String, Object> description() {
    return description;
  }

  /** A number of its description. */
  double number(String name) {
    return ((Number) Objects.requireNonNull(description.get(name), name)).doubleValue();
  }

  /** Seconds for some steps of training. */
  double train(int steps) throws IOException {
    return answer("train " + steps);
  }

  /** Seconds for some calls of the network. */
  double forward(int calls) throws IOException {
    return answer("forward " + calls);
  }

  /** The largest resident memory so far. */
  double peakMegabytes() throws IOException {
    return answer("memory");
  }

  private double answer(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("PyTorch, " + variant + ", has ended at '" + command + "'");
    }
    return Double.parseDouble(line);
  }

  @Override
  public void close() throws IOException {
    try (commands;
        answers) {
      commands.write("\n");
    } finally {
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroy();
        }
      } catch (InterruptedException e) {
        process.destroy();
        Thread.currentThread().interrupt();
      }
    }
  }
}
