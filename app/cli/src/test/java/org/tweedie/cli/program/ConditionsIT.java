package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captions, numbers and images on a command line, of a model that was told all three. */
class ConditionsIT {

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("told.yaml"),
            """
            data: {type: scenes, numbers: true, count: 100}
            image-condition: {type: upscaling, factor: 4}
            network: {type: unet, patch: 8, channels: 8, channel-multipliers: [1], blocks: 1, groups: 4}
            text-encoder: {type: words, width: 8, depth: 0, heads: 2}
            sampler: {type: ddim, steps: 2}
            guidance: {type: classifier-free, scale: 1}
            measures: []
            train: {steps: 1, batch: 2, sample-every: 0, threads: 1}
            sample: {count: 2, weights: plain}
            """);
    Session.shared()
        .run("train", config.toString(), "--run", folder.resolve("run").toString())
        .succeeded();
    for (int size : new int[] {8, 9}) {
      ImageIO.write(
          new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB),
          "png",
          folder.resolve(size + ".png").toFile());
    }
  }

  private static Program.Ended sample(String... arguments) {
    List<String> all = new ArrayList<>(List.of("sample", folder.resolve("run").toString()));
    all.addAll(List.of(arguments));
    return Session.shared().run(all.toArray(String[]::new));
  }

  @Test
  void samplesAreAskedForByAllOfThem() throws IOException {
    Path out = folder.resolve("asked");
    sample(
            "--caption",
            "two green squares",
            "--number",
            "x=16",
            "--number",
            "y=10",
            "--number",
            "radius=5",
            "--image",
            folder.resolve("8.png").toString(),
            "--out",
            out.toString())
        .succeeded();
    assertThat(out.resolve("grid.png")).exists();
    assertThat(Runs.files(out.resolve("images"))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--caption=a purple square | 'purple' (nearest: ",
        "--number=x=16 | together; please give y, radius too",
        "--number=tilt=1 | There is no number 'tilt'. Numbers that the model knows: x, y, radius",
        "--number=x=NaN --number=y=1 --number=radius=1 | The number 'x' is NaN",
        "--image=9.png | The image has 9x9x3, and the model goes by images of 8x8x3",
        "--image=none.png | none.png",
        "--unconditional --caption=x | no class, caption, number or image either"
      })
  void whatCannotBeAskedForIsToldInWords(String arguments, String words) {
    String[] given =
        arguments.startsWith("--caption")
            ? new String[] {arguments}
            : arguments.replace("--image=", "--image=" + folder + "/").split(" ");
    assertThat(sample(given).endedWith(2).err()).contains(words);
  }
}
