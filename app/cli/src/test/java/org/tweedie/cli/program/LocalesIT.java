package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program speaks one language and writes one sort of numbers, wherever it runs. */
class LocalesIT {

  @TempDir private static Path west;
  @TempDir private Path folder;
  private static String here;

  @BeforeAll
  static void trainInTheTestsOwnLocale() {
    here = Program.in(west).run(Runs.moons(4, "--run", "west")).succeeded().out();
  }

  /** With digits of their own, a comma in numbers, and letters that change case in other ways. */
  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG", "tr-TR"})
  void runsAreAlikeInAllLanguages(String tag) throws IOException {
    String[] parts = tag.split("-");
    Program there =
        Program.in(folder)
            .with("-Duser.language=" + parts[0])
            .with("-Duser.country=" + parts[1])
            .with("-Duser.extensions=u-nu-native");
    String printed = there.run(Runs.moons(4, "--run", "east")).succeeded().out();
    assertThat(printed).contains("10,000 training and 2,000 test examples").doesNotContain("٫");
    assertThat(printed.codePoints().filter(Character::isDigit)).allMatch(digit -> digit <= '9');
    assertThat(printed.replace("east", "west")).isEqualTo(here);
    String checkpoint = "checkpoints/step-00000004.safetensors";
    assertThat(folder.resolve("east").resolve(checkpoint))
        .hasSameBinaryContentAs(west.resolve("west").resolve(checkpoint));
  }

  @Test
  void namesOfFilesAreReadInALocaleWithoutLetters() throws IOException {
    for (String name : List.of("猫", "犬", "鳥")) {
      Path images = Files.createDirectories(folder.resolve("données").resolve(name));
      for (int i = 0; i < 8; i++) {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(i % 4, i / 4, 0, 255);
        ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
      }
    }
    Files.writeString(
        folder.resolve("été.yaml"),
        """
        data: {type: image-folder, folder: données}
        network: {type: mlp, width: 8, layers: 1}
        measures: []
        sampler: {type: ddim, steps: 2}
        sample: {count: 3}
        train: {steps: 1, batch: 4, sample-every: 0}
        """);
    Program program = Program.in(folder).inLocale("C");
    assertThat(program.run("train", "été.yaml").succeeded().out())
        .contains("3 classes", "runs/été");
    // As in a container whose locale was named and not installed.
    Program elsewhere = Program.in(folder).inLocale("xx_XX.UTF-8");
    assertThat(
            elsewhere.run("sample", "runs/été", "--class", "犬", "--count", "1").succeeded().out())
        .contains("Wrote");
  }
}
