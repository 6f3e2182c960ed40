package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.Examples;
import org.tweedie.engine.data.Digits;

/** A real network as a codec: what comes out is what went in, in another process too. */
class CompressIT {

  private static final int COUNT = 12;
  private static final Digits DIGITS = new Digits();

  @TempDir static Path folder;

  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    Shared.digits(folder);
    run = folder.resolve("run");
  }

  private static Program.Ended compress(String file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("compress", run.toString()));
    arguments.addAll(List.of("-o", folder.resolve(file).toString(), "--steps", "4"));
    arguments.addAll(List.of("--grid", "even", "--no-verify"));
    arguments.addAll(List.of(more));
    return Session.shared().run(arguments.toArray(String[]::new));
  }

  private static Program.Ended decompress(String file, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("decompress", folder.resolve(file).toString()));
    arguments.addAll(List.of(more));
    return Session.shared().run(arguments.toArray(String[]::new));
  }

  /** The first digits of the test split as a file of MNIST's format. */
  private static byte[] expected() {
    byte[] bytes = new byte[16 + COUNT * 64];
    bytes[2] = 8;
    bytes[3] = 3;
    bytes[7] = COUNT;
    bytes[11] = 8;
    bytes[15] = 8;
    Examples test = DIGITS.test();
    for (int i = 0; i < COUNT; i++) {
      float[] values = new float[64];
      test.read(i, values, 0);
      for (int k = 0; k < 64; k++) {
        bytes[16 + 64 * i + k] =
            (byte) DIGITS.description().levels().orElseThrow().level(values[k]);
      }
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({"bottom-up, 64", "bottom-up, 1", "top-down, 5"})
  void dataComeOutAsTheyAreWithTheirClasses(String order, String batch) throws IOException {
    compress(
            "d.twd", "--data", "test", "--examples", "" + COUNT, "--order", order, "--batch", batch)
        .succeeded();
    Path out = folder.resolve("out-" + order + batch);
    decompress("d.twd", "-o", out.toString()).succeeded();
    assertThat(Files.readAllBytes(out.resolve("images-idx3-ubyte"))).isEqualTo(expected());
    byte[] labels = Files.readAllBytes(out.resolve("labels-idx1-ubyte"));
    for (int i = 0; i < COUNT; i++) {
      assertThat((int) labels[8 + i]).isEqualTo(DIGITS.test().label(i));
    }
  }

  @Test
  void filesComeOutAsTheyAreFromAnotherProcess() throws IOException {
    compress("n.twd", "--data", "test", "--examples", "" + COUNT, "--chunk", "5").succeeded();
    Path pictures = folder.resolve("pictures");
    decompress("n.twd", "-o", pictures.toString(), "--format", "png").succeeded();
    List<String> arguments = new ArrayList<>(List.of("compress", run.toString()));
    for (int i = 0; i < COUNT; i++) {
      arguments.add(pictures.resolve("%06d.png".formatted(i)).toString());
    }
    arguments.addAll(List.of("-o", "p.twd", "--steps", "3"));
    Program program = Program.in(folder);
    Program.Ended ended = program.run(arguments.toArray(String[]::new)).succeeded();
    assertThat(ended.out()).contains("12 examples, bottom-up, 3 steps (optimal)");
    assertThat(ended.err()).contains("Decoded in a process of its own");
    program.run("decompress", "p.twd").succeeded();
    for (int i = 0; i < COUNT; i++) {
      String name = "%06d.png".formatted(i);
      assertThat(folder.resolve("p").resolve(name)).hasSameBinaryContentAs(pictures.resolve(name));
    }
  }

  @Test
  void damageIsToldAndLeavesTheOtherChunks() throws IOException {
    compress("c.twd", "--data", "test", "--examples", "" + COUNT, "--chunk", "4").succeeded();
    byte[] bytes = Files.readAllBytes(folder.resolve("c.twd"));
    bytes[bytes.length - 3] ^= 1;
    Files.write(folder.resolve("damaged.twd"), bytes);
    Program.Ended ended = decompress("damaged.twd").endedWith(2);
    assertThat(ended.err())
        .contains("Chunk 3 of 3 with the examples 9 to 12 cannot be decoded")
        .contains("8 of 12 examples were decoded and written to");
    byte[] images = Files.readAllBytes(folder.resolve("damaged/images-idx3-ubyte"));
    assertThat(Arrays.copyOfRange(images, 16, images.length))
        .isEqualTo(Arrays.copyOfRange(expected(), 16, 16 + 8 * 64));
    bytes[20] ^= 1;
    Files.write(folder.resolve("lost.twd"), bytes);
    assertThat(decompress("lost.twd").endedWith(2).err()).contains("damaged in its header");
    assertThat(folder.resolve("lost")).doesNotExist();
  }

  @Test
  void anotherNetworkIsRefused() throws IOException {
    compress("o.twd", "--data", "test", "--examples", "2").succeeded();
    assertThat(
            decompress("o.twd", "--run", folder.resolve("nowhere").toString()).endedWith(2).err())
        .contains("Say where it is: --run RUN");
    compress("plain.twd", "--data", "test", "--examples", "2", "--set", "evaluate.weights=plain")
        .succeeded();
    decompress("plain.twd", "--check").succeeded();
    decompress("plain.twd").succeeded();
    assertThat(decompress("plain.twd").endedWith(2).err()).contains("is there already");
    Path other = folder.resolve("other");
    Session.shared().run(Runs.digits(2, "--run", other.toString())).succeeded();
    byte[] bytes = Files.readAllBytes(folder.resolve("o.twd"));
    assertThat(decompress("o.twd", "--run", other.toString()).endedWith(2).err())
        .contains("The run in");
    assertThat(Files.readAllBytes(folder.resolve("o.twd"))).isEqualTo(bytes);
  }

  @Test
  void whatIsCompressedIsNotReplaced() throws IOException {
    byte[] array = "no array".getBytes();
    Path file = Files.write(folder.resolve("own.npy"), array);
    assertThat(compress("own.npy", file.toString()).endedWith(2).err())
        .contains("--out is one of FILES itself");
    assertThat(Files.readAllBytes(file)).isEqualTo(array);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--data test --order sideways | --order is bottom-up or top-down, not 'sideways'",
        "--data test --precision 40 | --precision is 13 to 31, not 40",
        "--data test --bits 20 | --bits is 1 to 15, not 20",
        "--data test --batch 0 | --batch is 1 to 65535, not 0",
        "--data test --examples 0 | --examples is at least 1",
        "--seed 3 | What is to be compressed?",
        "nowhere.png | cannot be read",
        "nowhere.npy | There is no file nowhere.npy",
        "nowhere.idx | There is no file"
      })
  void whatCannotBeCompressedIsSaidInWords(String arguments, String message) {
    Program.Ended ended = compress("never.twd", arguments.split(" ")).endedWith(2);
    assertThat(ended.err()).contains(message);
    assertThat(folder.resolve("never.twd")).doesNotExist();
  }
}
