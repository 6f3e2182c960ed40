package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples of a trained run. */
class SampleIT {

  @TempDir static Path folder;

  @BeforeAll
  static void copyTheRun() throws IOException {
    Shared.digits(folder);
    draw("seven", "--set", "sample.batch=7");
  }

  @Test
  void sampleDoesNotDependOnItsBatch() throws IOException {
    draw("one", "--set", "sample.batch=1");
    draw("all", "--set", "sample.batch=50");
    Map<String, Integer> expected = images("seven");
    assertThat(expected).hasSize(14);
    assertSame("one", "seven");
    assertSame("all", "seven");
    assertThat(expected.values()).as("samples are not all the same").doesNotHaveDuplicates();
  }

  @Test
  void sameSeedGivesTheSameFilesAndAnotherOneOthers() throws IOException {
    draw("same", "--set", "sample.batch=7");
    draw("other", "--set", "sample.batch=7", "--seed", "2");
    assertThat(FolderContents.of(folder.resolve("same")))
        .isEqualTo(FolderContents.of(folder.resolve("seven")));
    for (Map.Entry<String, Integer> image : images("other").entrySet()) {
      assertThat(image.getValue()).isNotEqualTo(images("seven").get(image.getKey()));
    }
  }

  @Test
  void filesGoToTheRunUnlessAFolderIsNamed() throws IOException {
    FolderContents before = FolderContents.of(folder.resolve("run"));
    draw("named");
    assertThat(FolderContents.of(folder.resolve("run"))).isEqualTo(before);
    Program.Ended ended =
        Program.in(folder).run("sample", "run", "--count", "3", "--seed", "5").succeeded();
    assertThat(folder.resolve("run/samples/seed-5/images/00002.png")).exists();
    assertThat(ended.out())
        .isEqualTo(
            "Wrote run/samples/seed-5/images\nWrote run/samples/seed-5/grid.png\n"
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void aPipeGetsTheSamplesAndNothingElse() throws IOException {
    Program.Ended ended =
        Program.in(folder)
            .run("sample", "run", "--count", "3", "--out", "-", "--format", "csv")
            .succeeded();
    List<String> lines = ended.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("x1,x2,").endsWith(",x64,class,seed,index");
    assertThat(lines.get(3)).endsWith(",0,1,2");
    String run = folder.resolve("run").toString();
    assertThat(Session.shared().run("sample", run, "--out", "-").endedWith(2).err())
        .contains("Say which: --format npz.");
  }

  @Test
  void anExportIsAWholeFolderOrNone() {
    String run = folder.resolve("run").toString();
    Path into = folder.resolve("exported");
    String[] export = {"export", run, "--format", "onnx", "--out", into.toString()};
    assertThat(Session.shared().run(export).succeeded().out())
        .contains("numbers, as model.onnx.", "Wrote " + into);
    assertThat(into.resolve("model.onnx")).exists();
    assertThat(into.resolve("model.json")).exists();
    assertThat(Session.shared().run(export).endedWith(2).err())
        .contains("There are files in '%s' already".formatted(into));
    assertThat(Session.shared().run("export", run, "--format", "onx").endedWith(2).err())
        .contains("SAFETENSORS, SAVEDMODEL, ONNX", "'onx'");
    String none = folder.resolve("none").toString();
    assertThat(Session.shared().run("export", none, "--format", "onnx").endedWith(2).err())
        .contains("There is no run in");
  }

  @Test
  void aModelOfDiffusersBecomesARunOrNothing() {
    String model =
        Path.of("../engine/src/test/resources/org/tweedie/engine/interchange/listed")
            .toAbsolutePath()
            .normalize()
            .toString();
    String run = folder.resolve("imported").toString();
    String[] importing = {"import", model, "--out", run, "--set", "data=digits"};
    assertThat(Session.shared().run(importing).succeeded().out())
        .contains("Imported a network of", "Draw samples with: tweedie sample", "Wrote " + run);
    Path samples = folder.resolve("of-imported.npy");
    Session.shared()
        .run(
            "sample",
            run,
            "--count",
            "2",
            "--class",
            "3",
            "--set",
            "sampler.steps=2",
            "--out",
            samples.toString())
        .succeeded();
    assertThat(samples).exists();
    assertThat(Session.shared().run(importing).endedWith(2).err())
        .contains("There are files in '%s' already".formatted(run));
    assertThat(
            Session.shared()
                .run("import", model, "--out", run + "2", "--set", "data={type: points}")
                .endedWith(2)
                .err())
        .contains("config.json", "in_channels", "The model is for images");
    assertThat(folder.resolve("imported2")).doesNotExist();
  }

  @Test
  void classIsSampledByNameAndWithTheNoiseOfItsIndex() throws IOException {
    draw("threes", "--class", "3");
    draw("mixed", "--class", "3,8");
    Map<String, Integer> threes = images("threes");
    Map<String, Integer> mixed = images("mixed");
    // Rows of ten: the first ten are threes in both, the last four are not.
    for (int i = 0; i < 14; i++) {
      String file = "images/%05d.png".formatted(i);
      assertThat(mixed.get(file).equals(threes.get(file)))
          .as("sample %s is the same", i)
          .isEqualTo(i < 10);
    }
  }

  @Test
  void guidanceOfScaleZeroIsTheModelWithoutAClass() throws IOException {
    draw("zero", "--guidance-scale", "0");
    draw("unconditional", "--unconditional");
    assertThat(images("zero"))
        .as("the scale w weighs the conditional prediction, 0 leaves none of it")
        .isEqualTo(images("unconditional"))
        .isNotEqualTo(images("seven"));
  }

  @Test
  void animationShowsTheWayOfTheGrid() throws IOException {
    draw("animated", "--gif");
    BufferedImage grid = ImageIO.read(folder.resolve("animated/grid.png").toFile());
    List<BufferedImage> frames = new ArrayList<>();
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in =
        ImageIO.createImageInputStream(folder.resolve("animated/denoising.gif").toFile())) {
      reader.setInput(in);
      for (int i = 0; i < reader.getNumImages(true); i++) {
        frames.add(reader.read(i));
      }
    }
    assertThat(frames).as("a frame for each of eight steps, and the samples").hasSize(9);
    assertThat(frames.get(0).getWidth()).isEqualTo(grid.getWidth());
    assertThat(frames.get(0).getHeight()).isEqualTo(grid.getHeight());
    draw("unseen");
    assertThat(images("animated")).as("looking on changes nothing").isEqualTo(images("unseen"));
  }

  @Test
  void gridHasTheColumnsAndTheScaleThatAreAskedFor() throws IOException {
    draw("large", "--set", "sample.columns=5", "--set", "sample.scale=3");
    draw("small", "--set", "sample.columns=5", "--set", "sample.scale=1");
    BufferedImage large = ImageIO.read(folder.resolve("large/grid.png").toFile());
    BufferedImage small = ImageIO.read(folder.resolve("small/grid.png").toFile());
    assertThat(large.getWidth() - small.getWidth()).isEqualTo(5 * 8 * 2);
    assertThat(large.getHeight() - small.getHeight())
        .as("fourteen samples are three rows of five")
        .isEqualTo(3 * 8 * 2);
    BufferedImage single = ImageIO.read(folder.resolve("large/images/00000.png").toFile());
    assertThat(List.of(single.getWidth(), single.getHeight())).containsExactly(8, 8);
  }

  @Test
  void pointsAreDrawnAsAPlotAndWrittenAsATable() throws IOException {
    Path moons = Files.createDirectory(folder.resolve("points"));
    Shared.moons(moons);
    Program.in(moons).run("sample", "run", "--count", "30", "--out", "out", "--gif").succeeded();
    assertThat(Runs.files(moons.resolve("out")))
        .containsExactly("denoising.gif", "samples.csv", "scatter.png");
    assertThat(Files.readAllLines(moons.resolve("out/samples.csv")))
        .hasSize(31)
        .startsWith("x1,x2,class,seed,index")
        .filteredOn(line -> !line.startsWith("x1"))
        .allMatch(line -> line.matches("[-+.0-9E]+,[-+.0-9E]+,(upper|lower),1,[0-9]+"));
  }

  @Test
  void pointsDoNotDependOnTheirBatchButForTheLastDigits() throws IOException {
    Path moons = Files.createDirectory(folder.resolve("batches"));
    Shared.moons(moons);
    for (int batch : new int[] {1, 7, 50}) {
      Program.in(moons)
          .run(
              "sample",
              "run",
              "--count",
              "20",
              "--set",
              "sample.batch=" + batch,
              "--out",
              "b" + batch)
          .succeeded();
    }
    double[] whole = numbers(moons.resolve("b50/samples.csv"));
    assertThat(whole).hasSize(40);
    for (String other : List.of("b1", "b7")) {
      assertThat(numbers(moons.resolve(other).resolve("samples.csv")))
          .as("samples of %s", other)
          .usingComparatorWithPrecision(1e-5)
          .containsExactly(whole);
    }
  }

  private static double[] numbers(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .skip(1)
        .flatMap(line -> Stream.of(line.split(",")).limit(2))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /**
   * Sums of a batch of another size are rounded otherwise by TensorFlow, in the last of seven
   * digits: one value in ten thousand or so then lies on the other side of the border of two of the
   * 17 levels.
   */
  private static void assertSame(String one, String other) throws IOException {
    assertThat(images(one).keySet()).isEqualTo(images(other).keySet());
    int differing = 0;
    for (String image : images(one).keySet()) {
      BufferedImage first = ImageIO.read(folder.resolve(one).resolve(image).toFile());
      BufferedImage second = ImageIO.read(folder.resolve(other).resolve(image).toFile());
      for (int k = 0; k < first.getWidth() * first.getHeight(); k++) {
        int x = k % first.getWidth();
        int y = k / first.getWidth();
        int difference =
            Math.abs(first.getRaster().getSample(x, y, 0) - second.getRaster().getSample(x, y, 0));
        assertThat(difference).as("grey values at %d, %d of %s", x, y, image).isLessThan(17);
        differing += difference > 0 ? 1 : 0;
      }
    }
    assertThat(differing).as("values of %s that are not as in %s", one, other).isLessThan(4);
  }

  private static void draw(String out, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("sample", path("run"), "--count", "14", "--out", path(out)));
    arguments.addAll(List.of(more));
    Session.shared().run(arguments.toArray(String[]::new)).succeeded();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static Map<String, Integer> images(String out) {
    Map<String, Integer> images = FolderContents.of(folder.resolve(out)).hashes();
    images.keySet().removeIf(file -> !file.startsWith("images/"));
    return images;
  }
}
