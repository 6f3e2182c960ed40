package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.progress.RunListener;

/**
 * Runs that are used from elsewhere. A test cannot change its working directory, so what is changed
 * is where a run says that it was made, and by which relative path it names its data.
 */
class ElsewhereTest {

  private static Tweedie tweedie;

  @TempDir private Path made;

  @BeforeAll
  static void load() {
    tweedie = Tweedie.load();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private Path pictures() throws IOException {
    Path pictures = Files.createDirectories(made.resolve("pics"));
    for (int i = 0; i < 6; i++) {
      Png.write(
          pictures.resolve(i + ".png"), new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY));
    }
    return pictures;
  }

  /** A run that was made in another directory, where its data are in {@code pics}. */
  private Path run() throws IOException {
    Path run = made.resolve("run");
    String folder = Path.of("").toAbsolutePath().relativize(pictures()).toString();
    RunConfig config =
        tweedie.read(
            List.of(
                Files.writeString(
                    made.resolve("run.yaml"),
                    """
                    data: {type: image-folder, folder: %s, grey: true, test-share: 0.5}
                    network: {type: mlp, width: 4, layers: 1}
                    train: {steps: 1, batch: 2}
                    """
                        .formatted(folder))),
            List.of());
    try (Run trained = tweedie.create(run, config)) {
      trained.train(RunListener.silent());
    }
    replace(run.resolve("config.yaml"), folder, "pics");
    replace(
        run.resolve("provenance.json"),
        "\"directory\" : \"" + Path.of("").toAbsolutePath() + "\"",
        "\"directory\" : \"" + made + "\"");
    return run;
  }

  private static void replace(Path file, String what, String by) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(what);
    Files.writeString(file, text.replace(what, by));
  }

  @Test
  void dataThatAreNotHereAreToldWithThePlaceWhereTheyAre() throws IOException {
    Path run = run();
    String found = made.resolve("pics").toString();
    // What the data are like the run has kept: to draw samples takes no more.
    try (Run used = tweedie.open(run)) {
      assertThat(used.sample(Samples.count(2)).count()).isEqualTo(2);
      assertThatThrownBy(() -> used.data().test().size()).isInstanceOf(ConfigException.class);
      assertThatThrownBy(() -> used.measure("bound"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("There is no folder pics in the working directory")
          .hasMessageContaining("The run was made in '%s', where 'pics' is", made)
          .hasMessageContaining("--set data.folder=" + found);
    }
    RunConfig config = tweedie.config(run);
    assertThatThrownBy(() -> tweedie.resume(run, config).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--set data.folder=" + found);
    try (Run used = tweedie.open(run, own -> own.with("data.folder", found))) {
      assertThat(used.data().train().size()).isPositive();
      assertThat(used.elsewhere()).isEmpty();
    }
  }

  @Test
  void dataThatAreNotLikeWhatTheyWereAreToldWhenTheyAreOpened() throws IOException {
    Path run = run();
    replace(run.resolve("config.yaml"), "pics", made.resolve("pics").toString());
    try (Run used = tweedie.open(run)) {
      used.data().test().read(0, new float[16], 0);
    }
    Path provenance = run.resolve("provenance.json");
    String known = Files.readString(provenance);
    Files.writeString(provenance, known.replaceFirst("\"levels\" : 256", "\"levels\" : 16"));
    try (Run used = tweedie.open(run)) {
      assertThat(used.data().description().levels()).contains(new Levels(16));
      assertThatThrownBy(() -> used.data().test().read(0, new float[16], 0))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("not like those that the run was begun with");
    }
    // A run of before anything was kept, or whose record makes no sense, is opened with its data.
    for (String other : List.of("", ", \"kept\" : {\"levels\" : 1}")) {
      Files.writeString(provenance, known.replaceFirst("(?s),\\s*\"kept\" : \\{.*?\\}", other));
      try (Run used = tweedie.open(run)) {
        used.data().test().read(0, new float[16], 0);
      }
    }
  }

  @Test
  void dataThatAreOthersHereAreToldToo() throws IOException {
    Files.createDirectories(made.resolve("src"));
    RunConfig config =
        tweedie
            .example("digits")
            .with("data", java.util.Map.of("type", "image-folder", "folder", "src"));
    assertThat(new Elsewhere(made).notes(config))
        .singleElement()
        .asString()
        .startsWith("data.folder is 'src' in the working directory; the run was made in ")
        .contains(made.toString());
    assertThat(new Elsewhere(Path.of("").toAbsolutePath()).notes(config)).isEmpty();
  }

  @Test
  void whatARunsComponentsReadIsFoundWhereItWasMade() throws IOException {
    Path run = run();
    Path image = pictures().resolve("0.png");
    assertThat(image(run.resolve("config.yaml"), "pics/0.png")).isEqualTo(16);
    assertThat(image(run.resolve("config.yaml"), image.toString())).isEqualTo(16);
    assertThatThrownBy(() -> image(run.resolve("config.yaml"), "pics/none.png"))
        .hasMessage(
            "There is no image 'pics/none.png': neither at %s nor in the working directory nor at %s.",
            run.resolve("pics/none.png"), made.resolve("pics/none.png"));
    assertThatThrownBy(() -> image(run.resolve("another.yaml"), "pics/0.png"))
        .as("of a config that is no run's nobody knows where it was made")
        .hasMessageNotContaining(" nor at ");
  }

  private static int image(Path config, String file) {
    RunConfig digits = tweedie.example("digits");
    try (OtherRuns others = new OtherRuns(digits.registry());
        Assembled parts = Assembler.assemble(digits)) {
      return others
          .from(
              Kind.Stage.SAMPLING,
              new Location(config.toString(), 3, 1),
              digits,
              parts.data(),
              parts.assembly().schedule(),
              false)
          .image(file, 1)
          .values()
          .length;
    }
  }

  @Test
  void aPluginThatIsNotHereMayLieWhereTheRunWasMade() throws IOException {
    Path run = run();
    replace(run.resolve("config.yaml"), "type: image-folder", "type: acme/image-folder");
    assertThatThrownBy(() -> tweedie.config(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageNotContaining("--plugins " + made);
    Files.createDirectories(made.resolve("plugins"));
    assertThatThrownBy(() -> tweedie.config(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--plugins " + made.resolve("plugins"));
  }

  @Test
  void whereARunIsUsedThatWasMadeHereNothingIsSaid() throws IOException {
    Path run = run();
    RunFolder folder = new RunFolder(run);
    assertThat(Elsewhere.of(folder)).contains(new Elsewhere(made));
    replace(
        run.resolve("provenance.json"),
        "\"directory\" : \"" + made + "\"",
        "\"directory\" : \"" + Path.of("").toAbsolutePath() + "\"");
    assertThat(Elsewhere.of(folder)).isEqualTo(Optional.empty());
    Files.delete(run.resolve("provenance.json"));
    assertThat(Elsewhere.of(folder)).isEmpty();
  }
}
