package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.TestJar;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The papers' identities on the components of configs, right ones and wrong ones. */
class VerifyIT {

  @TempDir Path folder;

  @Test
  void theExampleOfDigitsPasses() {
    Program.Ended ended = Session.shared().run("verify", "--example", "digits").succeeded();
    assertThat(ended.out())
        .contains("Luo, equation 109", "Luo, equations 71-85", "Luo, equations 99, 130")
        .contains("identities hold,")
        .endsWith("0 fail.\n")
        .doesNotContain("FAILS");
  }

  @Test
  void theExampleOfPointsPassesAndIsJsonForMachines() throws IOException {
    Program.Ended ended =
        Session.shared().run("verify", "--example", "moons", "--json").succeeded();
    JsonNode findings = JsonMapper.shared().readTree(ended.out());
    assertThat(findings.size()).isGreaterThan(40);
    List<String> kinds = new ArrayList<>();
    for (JsonNode finding : findings) {
      kinds.add(finding.get("kind").asString());
      assertThat(finding.get("verdict").asString()).isIn("holds", "does-not-apply");
      assertThat(finding.get("sentence").asString()).contains(finding.get("identity").asString());
    }
    assertThat(kinds).contains("data", "schedule", "network", "objective", "sampler", "guidance");
  }

  @Test
  void whatDoesNotApplyIsListedWithTheReason() throws IOException {
    Path config =
        config(
            "schedule: {type: table, values: [12, 3, -9]}",
            "sampler: {type: langevin, time: 0.3}",
            "objective: {type: edm, predict: noise}",
            "guidance: none");
    assertThat(Session.shared().run("verify", config.toString()).succeeded().out())
        .contains("n/a", "dynamics at one noise level", "it has no scale", "0 fail.");
  }

  @Test
  void wrongComponentsOfOthersFailInSentences() throws IOException {
    new TestJar()
        .plugin(
            "acme",
            "components.schedule(\"wavy\", Wavy.class);",
            "components.sampler(\"forgetful\", Forgetful.class);")
        .source(
            "acme.Wavy",
            """
            package acme;
            import jakarta.inject.Inject;
            import org.tweedie.api.plugin.*;
            import org.tweedie.api.schedule.*;
            @Description("falls and rises")
            public final class Wavy implements NoiseSchedule {
              @Inject public Wavy() {}
              public double logSnr(double t) { return 5 * Math.cos(4 * t); }
            }
            """)
        .source(
            "acme.Forgetful",
            """
            package acme;
            import jakarta.inject.Inject;
            import jakarta.validation.constraints.*;
            import org.tweedie.api.model.*;
            import org.tweedie.api.plugin.*;
            import org.tweedie.api.sampler.*;
            import org.tweedie.api.schedule.*;
            @Description("ddim without alpha")
            public final class Forgetful implements Sampler {
              public record Options(@Description("steps") @Default("7") @Min(1) int steps) {}
              private final int steps;
              @Inject public Forgetful(Options options) { steps = options.steps(); }
              public Batch sample(Denoiser d, Batch start, NoiseSource n, StepListener l) {
                Batch z = start;
                for (int step = 1; step <= steps; step++) {
                  Prediction p = d.predict(z, 1 - (step - 1.0) / steps);
                  NoiseLevel s = d.schedule().at(1 - (double) step / steps);
                  z = p.signal().combine(1, s.sigma(), p.noise());
                  l.onStep(step, steps, z, p);
                }
                return z;
              }
            }
            """)
        .write(folder.resolve("plugins/wrong.jar"));
    Path config = config("schedule: wavy", "sampler: forgetful");
    Program.Ended ended =
        Session.shared()
            .run("verify", config.toString(), "--plugins", folder.resolve("plugins").toString())
            .endedWith(1);
    assertThat(ended.out())
        .contains("schedule wavy (acme 1.2.0")
        .contains("'the log SNR falls strictly in time' (Luo, equation 109) does not hold");
    String sentences = ended.out().substring(ended.out().lastIndexOf("\n\n") + 2);
    // The last digits are the machine's, and the sentences the product.
    Golden.check("program/verify-wrong", sentences.replaceAll("-?[0-9]+[.][0-9]+", "#"));
  }

  @Test
  void whatIsNoConfigIsWrongInput() {
    assertThat(Session.shared().run("verify").endedWith(2).err()).contains("Which config?");
  }

  private Path config(String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("data: points");
    all.add("network: {type: mlp, width: 8, layers: 1}");
    return Files.write(folder.resolve("config.yaml"), all);
  }
}
