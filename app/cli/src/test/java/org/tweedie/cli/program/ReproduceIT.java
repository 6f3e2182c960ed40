package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;

/** Runs made again from their folders. */
class ReproduceIT {

  @TempDir Path folder;

  @Test
  void runIsMadeAgainBitForBit() {
    Path run = Shared.moons(folder);
    FolderContents before = FolderContents.of(run);
    Program.Ended ended = Program.in(folder).run("reproduce", "run").succeeded();
    assertThat(ended.out())
        .contains(
            "Now       as then: jars, data, Java, TensorFlow, threads, machine",
            "Into      run-reproduced",
            "Weights   identical in the checkpoints of the steps [6]",
            "Bound     identical",
            "Verdict   identical, bit for bit");
    assertThat(FolderContents.of(run)).as("the run itself").isEqualTo(before);
    assertThat(folder.resolve("run-reproduced/checkpoints/step-00000006.safetensors"))
        .hasSameBinaryContentAs(run.resolve("checkpoints/step-00000006.safetensors"));
  }

  @Test
  void differencesAreToldBeforeAndAfter() throws IOException {
    Path run = Shared.moons(folder);
    Path provenance = run.resolve("provenance.json");
    String text = Files.readString(provenance);
    Files.writeString(
        provenance,
        text.replaceFirst("(\"java\" : \\{\\s*\"version\" : )\"[^\"]*\"", "$1\"9.8.7\""));
    Path checkpoint = run.resolve("checkpoints/step-00000006.safetensors");
    String changed = changeOneWeight(checkpoint);
    Program.Ended ended =
        Session.shared()
            .run("reproduce", run.toString(), "--into", folder.resolve("again").toString())
            .endedWith(1);
    assertThat(ended.out())
        .contains("Now       not as then:")
        .contains("java.version  was 9.8.7, is " + System.getProperty("java.version"))
        .contains("Weights   differ in the checkpoint of step 6: 1 of ")
        .contains("Verdict   differs, first seen at step 6, in '" + changed + "'");
  }

  @Test
  void interruptedRunIsMadeAgainInOneGo() {
    Path run = folder.resolve("parts");
    Session.shared()
        .run(Runs.moons(4, "--run", run.toString(), "--set", "train.log-every=2"))
        .succeeded();
    Session.shared()
        .run("train", "--resume", "--run", run.toString(), "--set", "train.steps=7")
        .succeeded();
    Program.Ended ended = Session.shared().run("reproduce", run.toString()).succeeded();
    assertThat(ended.out()).contains("7 steps", "Verdict   identical, bit for bit");
  }

  @Test
  void whatCannotBeMadeAgainIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path run = Shared.moons(folder);
    Files.createDirectories(folder.resolve("taken"));
    Files.copy(run.resolve("config.yaml"), folder.resolve("taken/config.yaml"));
    FolderContents before = FolderContents.of(folder);
    Program program = Program.in(folder);
    Golden.check(
        "program/reproduce-nowhere", program.run("reproduce", "nowhere").endedWith(2).err());
    Golden.check(
        "program/reproduce-taken",
        program.run("reproduce", "run", "--into", "taken").endedWith(2).err());
    Golden.check(
        "program/reproduce-no-provenance", program.run("reproduce", "taken").endedWith(2).err());
    assertThat(FolderContents.of(folder)).isEqualTo(before);
    Files.writeString(folder.resolve("taken/provenance.json"), "[{");
    Golden.check(
        "program/reproduce-damaged",
        Session.shared()
            .run("reproduce", folder.resolve("taken").toString())
            .endedWith(2)
            .err()
            .replace(folder.toString(), "FOLDER"));
  }

  /** Changes the last bit of one number, and tells whose. */
  private static String changeOneWeight(Path checkpoint) throws IOException {
    Safetensors file = Safetensors.read(checkpoint);
    Map<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
    String name = tensors.keySet().iterator().next();
    float[] values = tensors.get(name).values().clone();
    values[0] = Math.nextUp(values[0]);
    tensors.put(name, new Tensor(tensors.get(name).shape(), values));
    new Safetensors(tensors, file.metadata()).write(checkpoint);
    return name;
  }
}
