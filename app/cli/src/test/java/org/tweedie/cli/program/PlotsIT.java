package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plots of schedules and of the convergence of samplers. */
class PlotsIT {

  @TempDir Path folder;

  @Test
  void schedulesArePlottedSideBySide() throws IOException {
    Path file = folder.resolve("plot.png");
    Session.shared()
        .run("components", "schedule/linear", "schedule/geometric", "--plot", "--out", "" + file)
        .succeeded();
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(colours(image, 0x0072B2)).as("pixels of the first line's colour").isTrue();
    assertThat(colours(image, 0xD55E00)).as("pixels of the second line's colour").isTrue();
  }

  @Test
  void optionsOfTheScheduleChangeThePlot() throws IOException {
    Path usual = plot("usual.png");
    Path again = plot("again.png");
    Path other = plot("other.png", "--set", "offset=0.3");
    assertThat(usual).hasSameBinaryContentAs(again);
    assertThat(Files.mismatch(usual, other)).isNotNegative();
  }

  @Test
  void plotsCanBeSvg() throws IOException {
    assertThat(Files.readString(plot("plot.svg"))).contains("<svg", "</svg>");
  }

  @Test
  void whatIsWrongWithAPlotIsSaid() {
    assertThat(refused("components", "sampler/ddim", "--plot"))
        .contains("Only schedules can be plotted, not sampler/ddim.");
    assertThat(refused("components", "schedule/cosine", "--plot", "--set", "ofset=1"))
        .contains("Did you mean 'offset'?");
    assertThat(refused("components", "schedule/cosine", "--plot", "--set", "offset=-1"))
        .contains("'offset' must be between 0 and 1");
    assertThat(refused("components", "schedule/cosine", "--plot", "--out", "plot.gif"))
        .contains("PNG or an SVG");
    assertThat(refused("components", "schedule/cosine", "--set", "offset=1"))
        .contains("go with --plot");
    assertThat(refused("convergence", "--samplers", "dim")).contains("Did you mean 'ddim'?");
    assertThat(refused("convergence", "--steps", "0")).contains("at least 1");
  }

  @Test
  void convergenceIsMeasuredAndPlotted() throws IOException {
    Path file = folder.resolve("convergence.png");
    Session.shared()
        .run(
            "convergence",
            "--samplers",
            "ddim,heun,ancestral",
            "--steps",
            "40,80",
            "--out",
            "" + file)
        .succeeded();
    List<String[]> rows =
        Files.readAllLines(folder.resolve("convergence.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .toList();
    assertThat(rows).hasSize(6);
    assertThat(order(rows, 0, 4)).as("ddim's order").isBetween(0.9, 1.1);
    assertThat(order(rows, 2, 4)).as("heun's order").isBetween(1.8, 2.2);
    assertThat(order(rows, 4, 3)).as("ancestral's order, of the variance").isBetween(0.8, 1.1);
    assertThat(rows.get(4)[4]).as("ancestral's distance to the flow").isEmpty();
    assertThat(order(rows, 4, 5)).as("ancestral's order, on one path").isBetween(0.8, 1.2);
    assertThat(rows.get(0)[5]).as("ddim's distance on a path").isEmpty();
    assertThat(rows.get(3)[2]).as("heun's predictions").isEqualTo("159");
    assertThat(colours(ImageIO.read(file.toFile()), 0x009E73)).as("the third line").isTrue();
  }

  /** By which power of steps the error falls from one row to the next, which has twice as many. */
  private static double order(List<String[]> rows, int row, int column) {
    double before = Double.parseDouble(rows.get(row)[column]);
    double after = Double.parseDouble(rows.get(row + 1)[column]);
    return Math.log(before / after) / Math.log(2);
  }

  private Path plot(String name, String... more) {
    Path file = folder.resolve(name);
    List<String> arguments =
        new ArrayList<>(
            List.of("components", "schedule/cosine", "--plot", "--out", file.toString()));
    arguments.addAll(List.of(more));
    Session.shared().run(arguments.toArray(String[]::new)).succeeded();
    return file;
  }

  private static String refused(String... arguments) {
    return Session.shared().run(arguments).endedWith(2).err();
  }

  private static boolean colours(BufferedImage image, int colour) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .anyMatch(
            i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xFFFFFF) == colour);
  }
}
