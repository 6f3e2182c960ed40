package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.engine.fake.Golden;

/** Wrong input: told in words, with exit status 2; nothing is written and nothing lost. */
class WrongInputIT {

  @TempDir static Path folder;
  private static Session session;

  @AfterAll
  static void endTheSession() throws InterruptedException {
    session.close();
  }

  @BeforeAll
  static void writeFiles() throws IOException {
    write("unknown-component.yaml", "data: digits\nnetwork: {type: unett}\n");
    write("unknown-option.yaml", "data: digits\nsampler: {type: ddim, stps: 50}\n");
    write("out-of-range.yaml", "data: digits\ntrain:\n  learning-rate: -1\n");
    write("wrong-type.yaml", "data: digits\ntrain: {steps: many}\n");
    write("duplicate-key.yaml", "data: digits\ntrain: {steps: 1}\ndata: points\n");
    write(
        "several.yaml",
        "dta: digits\nnetwork: {type: unet, chanels: 8}\nsampler: heun2\ntrain: {batch: 0}\n");
    write("good.yaml", "data: digits\nnetwork: {type: unet, channels: 8, groups: 4}\n");
    write("idx.yaml", "data: {type: idx, folder: nowhere}\n");
    write("pictures.yaml", "data: {type: image-folder, folder: pictures}\n");
    Files.createDirectories(folder.resolve("pictures"));
    write("pictures/a.png", "no picture");
    picture("pictures/b.png", 4);
    Files.createDirectories(folder.resolve("small"));
    for (int i = 0; i < 4; i++) {
      picture("small/" + i + ".png", 4);
    }
    FolderContents.copy(Shared.moons(folder.resolve("points")), folder.resolve("moons"));
    Path run = Shared.digits(folder);
    Path checkpoint = checkpoint(run, 150);
    byte[] bytes = Files.readAllBytes(checkpoint);
    Path truncated = FolderContents.copy(run, folder.resolve("truncated"));
    Files.write(Runs.checkpoints(truncated).get(0), Arrays.copyOf(bytes, bytes.length - 1000));
    Path corrupt = FolderContents.copy(run, folder.resolve("corrupt"));
    Arrays.fill(bytes, 0, 200, (byte) 'x');
    Files.write(Runs.checkpoints(corrupt).get(0), bytes);
    FolderContents.copy(truncated, folder.resolve("older"));
    Files.copy(checkpoint, checkpoint(folder.resolve("older"), 100));
    Path edited = FolderContents.copy(run, folder.resolve("edited"));
    edit(edited.resolve("config.yaml"), "  groups: 4", "  groups: 2", "blocks: 1", "blocks: 2");
    Path shown = FolderContents.copy(run, folder.resolve("shown"));
    edit(shown.resolve("config.yaml"), "label-dropout: 0.1", "label-dropout: 0");
    Path none = FolderContents.copy(run, folder.resolve("without-checkpoint"));
    Files.delete(Runs.checkpoints(none).get(0));
    session = Session.in(folder);
  }

  /** The others are asked of one process, for their number; this one goes the user's whole way. */
  @Test
  void theProgramItselfEndsWithStatusTwo() {
    FolderContents before = FolderContents.of(folder);
    Program.Ended ended = Program.in(folder).run("train", "several.yaml").endedWith(2);
    assertThat(ended.out()).isEmpty();
    Golden.check("program/several", ended.err());
    assertThat(FolderContents.of(folder)).as("files before and after").isEqualTo(before);
  }

  /** It is loaded on a thread beside, and its failure there must not hide the reason. */
  @Test
  void aNativeLibraryThatIsNotThereIsNamed() {
    Program.Ended ended =
        Program.in(folder)
            .with("-Dorg.bytedeco.javacpp.platform=linux-none")
            .run("sample", "run")
            .endedWith(1);
    assertThat(ended.err())
        .contains("A library cannot be loaded", "jnitensorflow")
        .doesNotContain("\tat ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown-component | train unknown-component.yaml",
        "unknown-option | train unknown-option.yaml",
        "out-of-range | train out-of-range.yaml",
        "wrong-type | train wrong-type.yaml",
        "duplicate-key | train duplicate-key.yaml",
        "missing-config | train nowhere.yaml",
        "several | train several.yaml",
        "no-config | train",
        "unknown-example | train --example digit",
        "missing-data | train idx.yaml",
        "corrupt-image | train pictures.yaml",
        "class-of-config | train good.yaml --set sample.classes=[eleven]",
        "override | train good.yaml --set train.stpes=3",
        "no-network-for-points | train good.yaml --set data=points",
        "resume-nowhere | train --resume --run nowhere",
        "truncated-checkpoint | sample truncated",
        "corrupt-checkpoint | evaluate corrupt",
        "resume-truncated | train --resume --run truncated --set train.steps=200",
        "older-checkpoint | sample older",
        "no-checkpoint | sample without-checkpoint",
        "no-such-checkpoint | sample run --checkpoint 7",
        "other-network | sample edited",
        "changed-model | evaluate run --set preconditioning=edm --set objective.predict=score --set network.channels=16 --set train.label-dropout=0.5",
        "never-unconditional | sample shown --unconditional --set guidance=none",
        "scale-0-never-learned | sample shown --guidance-scale 0",
        "root-as-config | train /",
        "run-in-a-file | train good.yaml --run good.yaml/run",
        "other-data | evaluate run --set data=points --set network=mlp",
        "other-size | sample run --set data=image-folder --set data.folder=small --set data.grey=true --set guidance=none",
        "no-run | evaluate nowhere",
        "unknown-class | sample run --class eleven",
        "no-guidance | sample moons --guidance-scale 3",
        "guidance-taken-away | sample run --guidance-scale 3 --set guidance=none",
        "count-of-none | sample run --count 0",
        "unknown-subcommand | evalute run",
        "argument-too-many | sample run 3",
        "unknown-option-of-command | sample run --cuont 3",
        "not-a-number | sample run --count many",
        "plugins-nowhere | components --plugins nowhere",
        "train-plugins-nowhere | train good.yaml --plugins nowhere"
      })
  void isToldOnceInWordsAndTouchesNothing(String name, String line) {
    FolderContents before = FolderContents.of(folder);
    Program.Ended ended = session.run(line.split(" ")).endedWith(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).doesNotContain("\tat ", "Exception");
    Golden.check("program/" + name, ended.err());
    assertThat(FolderContents.of(folder)).as("files before and after").isEqualTo(before);
  }

  private static void edit(Path file, String... pairs) throws IOException {
    String text = Files.readString(file);
    for (int i = 0; i < pairs.length; i += 2) {
      assertThat(text).as("the config before the edit").contains(pairs[i]);
      text = text.replace(pairs[i], pairs[i + 1]);
    }
    Files.writeString(file, text);
  }

  private static Path checkpoint(Path run, int step) {
    return run.resolve("checkpoints/step-%08d.safetensors".formatted(step));
  }

  private static void picture(String name, int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
