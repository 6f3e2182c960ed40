package org.tweedie.engine.benchmark;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.training.InputRate;

/**
 * How many images a second the inputs of training are made at, where nothing waits for them: of
 * data that are held in memory, and of data that are larger than the quarter of it that they may
 * have, which lie in files, their own or temporary ones. Training makes the next input while it
 * takes a step, so it waits only where it is faster than that. A table in Markdown, which is
 * printed as it grows.
 *
 * <p>{@code mvn -q -Pbenchmark verify -pl app/engine -am -Dbenchmark=InputTable -Drounds=5
 * -Dsteps=200}. The files are written anew where they are missing, 1.5 GB of them.
 */
final class InputTable {

  private static final int BATCH = 64;
  private static final int SMALL = 28;
  private static final int LARGE = 64;
  private static final int FEW = 4_096;
  private static final int GREYS = 400_000;
  private static final int FLOATS = 100_000;
  private static final int PICTURES = 25_000;

  /** The rate that training is to be fed at. */
  private static final double WANTED = 500;

  private final Registry registry = new PluginLoader().load(List.of()).registry();

  private InputTable() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(System.getProperty("folder"), "inputs"));
    System.out.println(
        "| data | kept | image | images | opened, s | images/s (range) | of a core at %.0f images/s |"
            .formatted(WANTED));
    System.out.println("|---|---|---|--:|--:|--:|--:|");
    InputTable table = new InputTable();
    Path few = RandomImages.write(folder.resolve("few"), SMALL, FEW, false);
    table.row("idx", "in memory", "28x28 grey", "{type: idx, folder: %s}".formatted(few));
    Path greys = folder.resolve("greys");
    if (!Files.exists(greys)) {
      Files.move(RandomImages.write(folder.resolve("greys-begun"), SMALL, GREYS, false), greys);
    }
    table.row("idx", "in its file", "28x28 grey", "{type: idx, folder: %s}".formatted(greys));
    table.row(
        "idx, compressed",
        "in a temporary file",
        "28x28 grey",
        "{type: idx, folder: %s}".formatted(packed(greys, folder.resolve("packed"))));
    table.row(
        "numpy, floats",
        "in its file",
        "28x28 grey",
        "{type: numpy, train: %s}".formatted(floats(folder.resolve("floats.npy"))));
    table.row(
        "image-folder",
        "in a temporary file",
        "64x64 colour",
        "{type: image-folder, folder: %s}".formatted(pictures(folder.resolve("pictures"))));
  }

  private void row(String data, String kept, String image, String config) {
    int rounds = Integer.getInteger("rounds");
    int steps = Integer.getInteger("steps");
    long start = System.nanoTime();
    try (Assembled parts =
        Assembler.assemble(
            ConfigReader.read("inputs", "data: " + config + "\n", List.of(), registry))) {
      double opened = (System.nanoTime() - start) / 1e9;
      double[] rates = new double[rounds];
      InputRate.of(parts, BATCH, 1, steps);
      for (int round = 0; round < rounds; round++) {
        rates[round] = InputRate.of(parts, BATCH, 1L + (round + 1L) * steps, steps);
      }
      double median = Benchmark.median(rates);
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %,d | %.1f | %,.0f (%,.0f to %,.0f) | %.1f%% |%n",
          data,
          kept,
          image,
          parts.data().train().size(),
          opened,
          median,
          Arrays.stream(rates).min().orElseThrow(),
          Arrays.stream(rates).max().orElseThrow(),
          100 * WANTED / median);
    }
  }

  private static Path packed(Path folder, Path into) throws IOException {
    if (Files.exists(into)) {
      return into;
    }
    Path begun = Files.createDirectories(into.resolveSibling("packed-begun"));
    for (String split : List.of("train", "t10k")) {
      String name = split + "-images-idx3-ubyte";
      try (InputStream in = Files.newInputStream(folder.resolve(name));
          OutputStream out =
              new GZIPOutputStream(Files.newOutputStream(begun.resolve(name + ".gz")), 1 << 16)) {
        in.transferTo(out);
      }
    }
    return Files.move(begun, into);
  }

  private static Path floats(Path file) throws IOException {
    if (Files.exists(file)) {
      return file;
    }
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d, %2$d), }"
            .formatted(FLOATS, SMALL);
    int length = 118;
    SplittableRandom random = new SplittableRandom(1);
    Path begun = file.resolveSibling("floats-begun");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(begun))) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, 0});
      out.write(
          (header + " ".repeat(length - 1 - header.length()) + "\n")
              .getBytes(StandardCharsets.US_ASCII));
      ByteBuffer image =
          ByteBuffer.allocate(SMALL * SMALL * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < FLOATS; i++) {
        image.clear();
        while (image.hasRemaining()) {
          image.putFloat((float) random.nextDouble(-1, 1));
        }
        out.write(image.array());
      }
    }
    return Files.move(begun, file);
  }

  private static Path pictures(Path folder) throws IOException {
    if (Files.exists(folder)) {
      return folder;
    }
    Path begun = Files.createDirectories(folder.resolveSibling("pictures-begun"));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage image = new BufferedImage(LARGE, LARGE, BufferedImage.TYPE_INT_RGB);
      int colour = random.nextInt();
      for (int y = 0; y < LARGE; y++) {
        for (int x = 0; x < LARGE; x++) {
          image.setRGB(x, y, colour + 257 * x + 65 * y);
        }
      }
      Png.write(begun.resolve("%05d.png".formatted(i)), image);
    }
    return Files.move(begun, folder);
  }
}
