package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a diffusion's test examples come to when they are compressed, in both orders and with some
 * numbers of steps: the bound by the latents that were drawn, how far the net rate is above it, the
 * file, and the first example by itself. All in bits a dimension; a table in Markdown.
 */
final class CompressionTable {

  private static final String ROW = "| %5d | %-9s | %8.4f | %9.5f | %8.4f | %8.2f | %8.1f |%n";

  private CompressionTable() {}

  /** Prints the table of the run in the folder {@code -Drun}, with the steps of {@code -Dsteps}. */
  public static void main(String[] arguments) throws IOException {
    int[] steps =
        Stream.of(System.getProperty("steps").split(",")).mapToInt(Integer::parseInt).toArray();
    Path folder = Files.createTempDirectory("compression");
    try (Tweedie tweedie = Tweedie.load();
        Run run = tweedie.open(Path.of(System.getProperty("run")))) {
      System.out.println(
          "| steps | order     | bound    | net above | file     | first    | a second |");
      System.out.println(
          "|------:|-----------|---------:|----------:|---------:|---------:|---------:|");
      for (String order : new String[] {"bottom-up", "top-down"}) {
        for (int count : steps) {
          Compression how =
              new Compression(order, count, true, 12, OptionalInt.empty(), 64, 65_535, 1);
          Path file = folder.resolve("x.twd");
          JsonNode found =
              JsonMapper.shared()
                  .readTree(
                      run.codec()
                          .compress(
                              how,
                              "test",
                              Integer.MAX_VALUE,
                              file,
                              written -> {},
                              RunListener.silent())
                          .json());
          System.out.printf(
              Locale.ROOT,
              ROW,
              count,
              order,
              found.get("information").asDouble(),
              found.get("net").asDouble() - found.get("information").asDouble(),
              found.get("file").asDouble(),
              found.get("first").asDouble(),
              found.get("examples_per_second").asDouble());
          Files.delete(file);
        }
      }
    } finally {
      Files.delete(folder);
    }
  }
}
