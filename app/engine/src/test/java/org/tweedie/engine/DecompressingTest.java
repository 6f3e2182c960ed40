package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.codec.CompressedFile;
import org.tweedie.engine.compression.CompressedImages;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.compression.ToCompress;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;

/** To decompress takes a run's model, and not its data. */
class DecompressingTest {

  private static final int COUNT = 12;

  @TempDir private Path folder;

  private static byte[] images(int side) {
    ByteBuffer idx = ByteBuffer.allocate(16 + COUNT * side * side);
    idx.putInt(0x0803).putInt(COUNT).putInt(side).putInt(side);
    for (int i = 0; i < COUNT * side * side; i++) {
      idx.put((byte) (i * 7 % 16));
    }
    return idx.array();
  }

  private Path data(int side) throws IOException {
    Path data = Files.createDirectory(folder.resolve("data" + side));
    ByteBuffer labels = ByteBuffer.allocate(8 + COUNT).putInt(0x0801).putInt(COUNT);
    labels.put(new byte[] {0, 1, 2});
    for (String split : List.of("train", "t10k")) {
      Files.write(data.resolve(split + "-images-idx3-ubyte"), images(side));
      Files.write(data.resolve(split + "-labels-idx1-ubyte"), labels.array());
    }
    return data;
  }

  private Path run(Tweedie tweedie, Path data) throws IOException {
    return run(tweedie, data, Map.of("type", "mlp", "width", 8, "layers", 1), "categorical");
  }

  private Path run(Tweedie tweedie, Path data, Map<String, Object> network, String preconditioning)
      throws IOException {
    Path path = folder.resolve("run-" + data.getFileName());
    RunConfig config =
        tweedie
            .example("digits")
            .with(
                "data",
                Map.of(
                    "type",
                    "idx",
                    "folder",
                    data.toString(),
                    "levels",
                    16,
                    "classes",
                    List.of("one", "two", "three")))
            .with("network", network)
            .with("preconditioning", preconditioning)
            .with("sample.classes", List.of("two"))
            .with("measures", List.of())
            .with("train.batch", 4)
            .with("train.steps", 2);
    try (Run run = tweedie.create(path, config)) {
      run.train(RunListener.silent());
    }
    return path;
  }

  @Test
  void imagesComeBackWhereTheDataAreGone() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      Path data = data(6);
      Path path = run(tweedie, data);
      Path file = folder.resolve("images.twd");
      Compression how = new Compression("bottom-up", 4, false, 12, OptionalInt.empty(), 4, 8, 1);
      try (Run run = tweedie.open(path)) {
        run.codec().compress(how, "test", COUNT, file, any -> {}, RunListener.silent());
      }
      byte[] pixels = Files.readAllBytes(data.resolve("t10k-images-idx3-ubyte"));
      byte[] labels = Files.readAllBytes(data.resolve("t10k-labels-idx1-ubyte"));
      for (String split : List.of("train", "t10k")) {
        Files.delete(data.resolve(split + "-images-idx3-ubyte"));
        Files.delete(data.resolve(split + "-labels-idx1-ubyte"));
      }
      CompressedImages images = CompressedImages.read(file);
      Path out = folder.resolve("out");
      try (Run run = tweedie.open(path, images)) {
        run.codec().decompress(images, Optional.of(out), Optional.empty(), RunListener.silent());
      }
      assertThat(Files.readAllBytes(out.resolve("images-idx3-ubyte"))).isEqualTo(pixels);
      refuses(tweedie, path, images, out, Optional.empty(), "images-idx3-ubyte' is there already");
      refuses(tweedie, path, images, file, Optional.empty(), "is a file");
      assertThat(Files.readAllBytes(out.resolve("labels-idx1-ubyte"))).isEqualTo(labels);
    }
  }

  /** Before anything is decoded. */
  private static void refuses(
      Tweedie tweedie,
      Path path,
      CompressedImages images,
      Path out,
      Optional<String> format,
      String words) {
    try (Run run = tweedie.open(path, images)) {
      assertThatThrownBy(
              () -> run.codec().decompress(images, Optional.of(out), format, RunListener.silent()))
          .isInstanceOf(RunException.class)
          .hasMessageContaining(words)
          .hasMessageContaining("--out DIR");
    }
  }

  @Test
  void aNameThatSomeSystemDoesNotAllowIsRefusedBeforeAnythingIsEncoded() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      Path path = run(tweedie, data(6));
      Path odd = folder.resolve("10:30.idx");
      Files.write(odd, images(6));
      Compression how = new Compression("bottom-up", 4, false, 12, OptionalInt.empty(), 4, 8, 1);
      Path file = folder.resolve("images.twd");
      try (Run run = tweedie.open(path)) {
        assertThatThrownBy(
                () ->
                    run.codec()
                        .compress(
                            how,
                            new ToCompress("test", COUNT, List.of(odd)),
                            file,
                            any -> {},
                            RunListener.silent()))
            .isInstanceOf(RunException.class)
            .hasMessageContaining("The file '10:30.idx' has a name")
            .hasMessageContaining("rename");
      }
      assertThat(file).doesNotExist();
    }
  }

  /** No setting of TensorFlow stands in its header, and none is looked at. */
  @Test
  void whatANetworkOfIntegersCodedIsDecodedOnTheHost() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      Path data = data(6);
      Path path = run(tweedie, data, Map.of("type", "integer", "channels", 6, "blocks", 1), "none");
      Path file = folder.resolve("images.twd");
      Compression how = new Compression("top-down", 4, true, 12, OptionalInt.empty(), 4, 8, 1);
      try (Run run = tweedie.open(path)) {
        Report report =
            run.codec().compress(how, "test", COUNT, file, any -> {}, RunListener.silent());
        assertThat(report.text()).endsWith("any machine decodes it");
        assertThat(report.json()).contains("\"portable\":true");
      }
      CompressedImages images = CompressedImages.read(file);
      assertThat(CompressedFile.read(file).header().model().inGraph()).isEmpty();
      Path out = folder.resolve("out");
      try (Run run = tweedie.open(path, images)) {
        run.codec().decompress(images, Optional.of(out), Optional.empty(), RunListener.silent());
      }
      assertThat(Files.readAllBytes(out.resolve("images-idx3-ubyte")))
          .isEqualTo(Files.readAllBytes(data.resolve("t10k-images-idx3-ubyte")));
    }
  }

  @Test
  void anotherRunIsRefusedBeforeItsNetworkIsMade() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      Path path = run(tweedie, data(6));
      Path file = folder.resolve("images.twd");
      Compression how = new Compression("bottom-up", 4, false, 12, OptionalInt.empty(), 4, 8, 1);
      try (Run run = tweedie.open(path)) {
        run.codec().compress(how, "test", 2, file, any -> {}, RunListener.silent());
      }
      CompressedImages images = CompressedImages.read(file);
      Path larger = run(tweedie, data(7));
      assertThatThrownBy(() -> tweedie.open(larger, images))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("holds examples of 6x6x1")
          .hasMessageContaining("7x7x1")
          .hasMessageContaining("--run RUN");
    }
  }
}
