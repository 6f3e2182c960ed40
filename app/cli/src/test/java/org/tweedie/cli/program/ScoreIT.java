package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Golden;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How near samples are to data, by the command line. */
class ScoreIT {

  @TempDir static Path folder;

  /** For what is drawn, which is not to be found among the samples of other tests. */
  @TempDir static Path results;

  @BeforeAll
  static void copyTheRuns() {
    Shared.digits(folder.resolve("digits"));
    Shared.moons(folder.resolve("moons"));
  }

  @Test
  void runAndTheFilesThatItSampledScoreTheSame() {
    String run = path("digits/run");
    Session.shared()
        .run("sample", run, "--count", "40", "--set", "sample.columns=1", "--out", path("d"))
        .succeeded();
    JsonNode drawn = json(run, "--count", "40");
    JsonNode read = json(path("d"), "--against", "digits");
    assertThat(read.path("scores")).isEqualTo(drawn.path("scores"));
    assertThat(read.path("features").stringValue()).isEqualTo("pixels");
    assertThat(read.path("data").path("count").intValue()).isEqualTo(359);
    assertThat(read.at("/scores/frechet_distance/value").doubleValue())
        .as("a model that has hardly learned is farther than data are")
        .isGreaterThan(read.at("/scores/frechet_distance/data_itself").doubleValue());
  }

  @Test
  void pointsAreMeasuredInThePlane() {
    String run = path("moons/run");
    Session.shared()
        .run("sample", run, "--count", "100", "--set", "sample.columns=1", "--out", path("m"))
        .succeeded();
    String[] smaller = {"--against", "{type: points, count: 500}"};
    JsonNode table = json(path("m/samples.csv"), smaller);
    JsonNode drawn = json(run, "--count", "100", smaller[0], smaller[1]);
    assertThat(table.at("/scores/sliced_wasserstein/value").doubleValue()).isPositive();
    assertThat(table.path("scores")).isEqualTo(drawn.path("scores"));
    assertThat(Session.shared().run("score", path("m"), smaller[0], smaller[1]).succeeded().out())
        .contains("Features  coordinates, 2 numbers an example", "energy distance");
  }

  @Test
  void samplersAreComparedByWhatTheyCost() throws IOException {
    String data = "{type: points, count: 200}";
    String said =
        Session.shared()
            .run(
                withScore(
                    path("moons/run"),
                    "--count",
                    "40",
                    "--against",
                    data,
                    "--over",
                    "sampler.steps=2,5",
                    "--over",
                    "sampler=ddim,{type: heun, grid: karras}",
                    "--set",
                    "sampler.log-snr-range=[-9, 9]",
                    "--out",
                    results.resolve("samplers.png").toString()))
            .succeeded()
            .out();
    assertThat(said)
        .contains("samplers.csv", "heun, grid: karras")
        .containsPattern("\nddim +2 +2 ")
        .containsPattern("\nheun, grid: karras +5 +(9|10) ");
    List<String> lines = Files.readAllLines(results.resolve("samplers.csv"));
    assertThat(lines)
        .hasSize(1 + 4 * 8)
        .startsWith(
            "sampler,sampler.steps,evaluations,measure,score,standard_error,data_itself,seeds");
    double steps = frechet(lines, "ddim,5,");
    JsonNode alone =
        json(
            path("moons/run"),
            "--count",
            "40",
            "--against",
            data,
            "--set",
            "sampler=ddim",
            "--set",
            "sampler.steps=5",
            "--set",
            "sampler.log-snr-range=[-9, 9]");
    assertThat(alone.at("/scores/frechet_distance/value").doubleValue())
        .as("each point is what the setting scores by itself")
        .isEqualTo(steps);
  }

  @Test
  void scoringOverAnOptionIsAStudyThatIsGoneOnWith() throws IOException {
    String[] over =
        withScore(
            path("moons/run"),
            "--count",
            "40",
            "--against",
            "{type: points, count: 200}",
            "--measure",
            "energy-distance",
            "--set",
            "sampler=ddim",
            "--over",
            "sampler.steps=2,5",
            "--seeds",
            "2",
            "--out",
            results.resolve("seeds.svg").toString());
    assertThat(Session.shared().run(over).succeeded().out())
        .contains("seeds 1, 2", "Means over seeds", "4 trials: 4 done")
        .containsPattern("\n5 +5 +\\d[.\\d]* ± \\d");
    Path study = results.resolve("seeds");
    assertThat(study.resolve("report/report.html")).exists();
    List<String> drawn = drawn(study);
    assertThat(drawn).hasSize(4);
    String more =
        Session.shared().run(with(over, "--over", "sampler.steps=2,5,7")).succeeded().out();
    assertThat(more).contains("6 trials: 6 done");
    assertThat(drawn(study)).as("nothing is drawn again").hasSize(6).containsAll(drawn);
  }

  /** The files of samples, each with the time when it was written. */
  private static List<String> drawn(Path study) throws IOException {
    List<String> files = new ArrayList<>();
    try (DirectoryStream<Path> stages = Files.newDirectoryStream(study.resolve("sample"))) {
      for (Path stage : stages) {
        Path file = stage.resolve("samples.safetensors");
        files.add(file + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  /** The arguments with another value of an option. */
  private static String[] with(String[] arguments, String option, String value) {
    String[] others = arguments.clone();
    others[List.of(arguments).indexOf(option) + 1] = value;
    return others;
  }

  private static double frechet(List<String> lines, String start) {
    return lines.stream()
        .filter(line -> line.startsWith(start) && line.contains(",frechet_distance,"))
        .map(line -> Double.valueOf(line.split(",frechet_distance,")[1].split(",")[0]))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void wrongInputIsToldInWords() {
    // In the folder that the arguments are relative to.
    try (Session session = Session.in(folder)) {
      wrongInputIsToldInWords(session);
    }
  }

  private static void wrongInputIsToldInWords(Session session) {
    check(session, "score-nowhere", "nowhere", "--against", "digits");
    check(session, "score-no-samples", ".", "--against", "digits");
    check(session, "score-no-data", "moons/run/samples/scatter.png");
    check(session, "score-unknown-data", "moons/run", "--against", "digit");
    check(session, "score-other-shape", "moons/run", "--against", "digits");
    check(session, "score-too-few", "moons/run", "--count", "3");
    check(session, "score-over-nothing", "moons/run", "--over", "sampler.steps=");
    check(
        session,
        "score-over-words",
        "moons/run",
        "--over",
        "sampler=ddim,heun",
        "--over",
        "times=uniform");
    check(
        session,
        "score-over-three",
        "moons/run",
        "--over",
        "a=1",
        "--over",
        "b=1",
        "--over",
        "c=1");
    check(session, "score-over-mixed", "moons/run", "--over", "sampler.steps=5,few");
  }

  private static void check(Session session, String golden, String... arguments) {
    Golden.check("program/" + golden, session.run(withScore(arguments)).endedWith(2).err());
  }

  private static JsonNode json(String samples, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = samples;
    arguments[1] = "--json";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return new JsonMapper().readTree(Session.shared().run(withScore(arguments)).succeeded().out());
  }

  private static String[] withScore(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "score";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
