package org.tweedie.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Scoring;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.SampleReader;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.file.NpyArray;
import org.tweedie.engine.file.NpzFile;
import org.tweedie.engine.run.Assembler;

/**
 * Damaged images, archives, arrays, tables and jars: words that name the file, or what was read.
 */
@Tag("fuzz")
class DataFilesFuzz {

  private static final int SEEDS = 12;

  @TempDir private Path folder;

  private static byte[] image(String format) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, i * 0x030507);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] idx(boolean zipped, int... dimensions) throws IOException {
    int size = 1;
    ByteBuffer head = ByteBuffer.allocate(4 * (1 + dimensions.length));
    head.putInt(0x800 + dimensions.length);
    for (int dimension : dimensions) {
      head.putInt(dimension);
      size *= dimension;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var target = zipped ? new GZIPOutputStream(out) : out) {
      target.write(head.array());
      for (int i = 0; i < size; i++) {
        target.write(i % 7);
      }
    }
    return out.toByteArray();
  }

  private static RunConfig withData(Tweedie tweedie, Map<String, Object> data) {
    return tweedie.example("digits").with("data", data);
  }

  @Test
  void imagesAndArchives() throws IOException {
    byte[] whole = image("png");
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
      for (String name : List.of("a/1.png", "a/2.png", "b/3.jpg", "b/4.jpg")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(image(name.endsWith("png") ? "png" : "jpg"));
      }
    }
    try (Tweedie tweedie = Tweedie.load()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        for (String name : List.of("x.png", "x.jpg")) {
          for (var damage : Damage.of(image(name.substring(2)), seed).entrySet()) {
            Path images = Files.createDirectories(folder.resolve("images"));
            Files.write(images.resolve("whole.png"), whole);
            Files.write(images.resolve(name), damage.getValue());
            read(tweedie, images, name + ": " + damage.getKey());
            Files.delete(images.resolve(name));
          }
        }
        for (var damage : Damage.of(zipped.toByteArray(), seed).entrySet()) {
          Path zip = Files.write(folder.resolve("images.zip"), damage.getValue());
          read(tweedie, zip, "zip: " + damage.getKey());
        }
      }
    }
  }

  private void read(Tweedie tweedie, Path images, String what) {
    RunConfig config =
        withData(tweedie, Map.of("type", "image-folder", "folder", images.toString(), "size", 8));
    Damage.fails(what, () -> Assembler.data(config));
    RunConfig like = withData(tweedie, Map.of("type", "digits"));
    DataDescription data = Assembler.data(like).description();
    Damage.fails(
        what + ", scored",
        () -> {
          if (Scoring.canRead(images)) {
            new SampleReader(data).read(images);
          }
        });
  }

  @Test
  void arrays() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(false, 30));
      Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(false, 10, 8, 8));
      Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(false, 10));
      for (int seed = 0; seed < 3 * SEEDS; seed++) {
        for (boolean zipped : new boolean[] {false, true}) {
          String name = "train-images-idx3-ubyte" + (zipped ? ".gz" : "");
          for (var damage : Damage.of(idx(zipped, 30, 8, 8), seed).entrySet()) {
            Path file = Files.write(folder.resolve(name), damage.getValue());
            RunConfig config =
                withData(
                    tweedie, Map.of("type", "idx", "folder", folder.toString(), "levels", 256));
            Damage.fails(name + ": " + damage.getKey(), () -> Assembler.data(config));
            Files.delete(file);
          }
        }
      }
    }
  }

  @Test
  void arraysOfNumPy() throws IOException {
    float[] values = new float[30 * 64];
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    NpyArray.write(whole, List.of(30, 8, 8), values);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    NpzFile.write(archive, Map.of("x", out -> NpyArray.write(out, List.of(30, 8, 8), values)));
    Map<String, byte[]> files =
        Map.of("x.npy", whole.toByteArray(), "x.npz", archive.toByteArray());
    try (Tweedie tweedie = Tweedie.load()) {
      for (int seed = 0; seed < 3 * SEEDS; seed++) {
        for (var file : files.entrySet()) {
          for (var damage : Damage.of(file.getValue(), seed).entrySet()) {
            Path path = Files.write(folder.resolve(file.getKey()), damage.getValue());
            RunConfig config = withData(tweedie, Map.of("type", "numpy", "train", path.toString()));
            Damage.fails(file.getKey() + ": " + damage.getKey(), () -> Assembler.data(config));
          }
        }
      }
    }
  }

  @Test
  void tables() throws IOException {
    StringBuilder table = new StringBuilder("x,y\n");
    for (int i = 0; i < 50; i++) {
      table.append(i / 7.0).append(',').append(-i).append('\n');
    }
    try (Tweedie tweedie = Tweedie.load()) {
      DataDescription data = Assembler.data(tweedie.example("moons")).description();
      for (int seed = 0; seed < 3 * SEEDS; seed++) {
        byte[] whole = table.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (var damage : Damage.of(whole, seed).entrySet()) {
          Path file = Files.write(folder.resolve("samples.csv"), damage.getValue());
          Damage.fails("table: " + damage.getKey(), () -> new SampleReader(data).read(file));
        }
      }
    }
  }

  @Test
  void jars() throws IOException {
    Path whole =
        new TestJar()
            .plugin("acme", "components.sampler(\"mine\", acme.Mine.class);")
            .sampler("Mine")
            .write(folder.resolve("whole.jar"));
    byte[] bytes = Files.readAllBytes(whole);
    for (int seed = 0; seed < SEEDS; seed++) {
      for (var damage : Damage.of(bytes, seed).entrySet()) {
        Path plugins = Files.createDirectories(folder.resolve("plugins-" + seed));
        Path jar = Files.write(plugins.resolve("acme.jar"), damage.getValue());
        Damage.fails(
            "jar: " + damage.getKey(),
            () -> {
              try (Tweedie tweedie = Tweedie.load(plugins)) {
                assertThat(tweedie.example("moons").toYaml()).isNotEmpty();
                boolean missing = tweedie.components().find(Kinds.SAMPLER, "mine").isEmpty();
                assertThat(!missing || !tweedie.problems().isEmpty())
                    .as("what is damaged is told")
                    .isTrue();
              }
            });
        Files.delete(jar);
      }
    }
  }
}
