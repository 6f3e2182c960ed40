package org.tweedie.engine.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.export.ExportFormat;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.json.JsonMapper;

/** Models of diffusers 0.42 as runs, against what diffusers itself finds of them. */
class DiffusersImportTest {

  @TempDir private static Path folder;

  private static final String OPTIMIZE = "tweedie.optimize";

  private static Tweedie tweedie;

  private static String optimize;

  @BeforeAll
  static void load() {
    optimize = System.getProperty(OPTIMIZE, "true");
    // Graphs as they are start sooner.
    System.setProperty(OPTIMIZE, "false");
    tweedie = Tweedie.load();
  }

  @AfterAll
  static void close() {
    tweedie.close();
    System.setProperty(OPTIMIZE, optimize);
  }

  private static Path imported(String name) throws IOException {
    Path run = folder.resolve(name);
    if (!Files.exists(run)) {
      read(DiffusersModel.named(name).folder(), run);
    }
    return run;
  }

  private static void read(Path model, Path run, String... more) throws IOException {
    List<String> settings =
        Stream.concat(
                Stream.of("data=digits", "sampler.steps=20", "train.sample-every=0"),
                Stream.of(more))
            .toList();
    new DiffusersImport(tweedie.components()).run(model, run, settings);
  }

  static List<String> models() {
    return DiffusersModel.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void predictsWhatDiffusersPredicts(String name) throws IOException {
    Safetensors reference = DiffusersModel.named(name).reference();
    try (Run run = tweedie.open(imported(name))) {
      DiffusionModel model = run.export().run().inspectedDiffusion();
      float[] steps = DiffusersModel.values(reference, "steps");
      double[] times = new double[steps.length];
      for (int i = 0; i < times.length; i++) {
        times[i] = (steps[i] + 1.0) / run.assembly().schedule().timesteps();
      }
      Prediction prediction =
          model.predict(
              DiffusersModel.images(reference, "latents"),
              times,
              DiffusersModel.classes(reference, times.length));
      Batch output =
          switch (run.assembly().objective().predicts()) {
            case NOISE -> prediction.noise();
            case SIGNAL -> prediction.signal();
            case VELOCITY -> prediction.velocity();
            case SCORE, FLOW -> throw new AssertionError("diffusers has none");
          };
      double apart = DiffusersModel.apart(output, DiffusersModel.images(reference, "output"));
      System.out.printf("%s: predictions are %.2g off%n", name, apart);
      assertThat(apart).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unconditional", "conditional"})
  void ddimEndsWhereThatOfDiffusersDoes(String name) throws IOException {
    Safetensors reference = DiffusersModel.named(name).reference();
    try (Run run = tweedie.open(imported(name))) {
      Batch start = DiffusersModel.images(reference, "start");
      Batch end =
          run.assembly()
              .sampler()
              .sample(
                  run.export()
                      .run()
                      .inspectedDiffusion()
                      .given(DiffusersModel.classes(reference, start.count())),
                  start,
                  new SeededNoise(1, 0, start.count(), start.shape()),
                  StepListener.NONE);
      double apart = DiffusersModel.apart(end, DiffusersModel.images(reference, "end"));
      System.out.printf("%s: samples are %.2g off%n", name, apart);
      assertThat(apart).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"conditional", "fourier"})
  void whatIsExportedIsWhatWasImported(String name) throws IOException {
    DiffusersModel original = DiffusersModel.named(name);
    Path again = folder.resolve(name + "-again");
    DiffusersModel exported = new DiffusersModel(folder.resolve(name + "-exported"));
    try (Run run = tweedie.open(imported(name))) {
      run.export().write(ExportFormat.DIFFUSERS, exported.folder());
      assertThat(exported.folder().resolve("model_index.json")).exists();
      assertThat(Safetensors.read(exported.weights()).tensors())
          .containsExactlyInAnyOrderEntriesOf(Safetensors.read(original.weights()).tensors());
      assertSaysTheSame(exported.config(), original.config(), "_diffusers_version", "dropout");
      assertSaysTheSame(
          exported.scheduler(),
          original.scheduler(),
          "_class_name",
          "_diffusers_version",
          "trained_betas",
          "timestep_spacing");
      read(exported.folder(), again);
      assertThat(again.resolve("checkpoints/step-00000000.safetensors"))
          .hasSameBinaryContentAs(run.path().resolve("checkpoints/step-00000000.safetensors"));
      assertThat(again.resolve("config.yaml"))
          .hasSameTextualContentAs(run.path().resolve("config.yaml"));
    }
  }

  /** What both say, they say alike. */
  private static void assertSaysTheSame(Path one, Path other, String... but) throws IOException {
    Map<String, @Nullable Object> said = DiffusersFiles.said(one);
    DiffusersFiles.said(other)
        .forEach(
            (key, value) -> {
              if (said.containsKey(key) && !List.of(but).contains(key)) {
                Object found = said.get(key);
                assertThat(found instanceof Number number ? (Object) number.doubleValue() : found)
                    .as(key)
                    .isEqualTo(value instanceof Number number ? number.doubleValue() : value);
              }
            });
  }

  @Test
  void aRunSaysWhereItCameFrom() throws IOException {
    Path run = imported("unconditional");
    Map<?, ?> entry =
        (Map<?, ?>)
            JsonMapper.shared()
                .readValue(run.resolve("provenance.json").toFile(), List.class)
                .get(0);
    Map<?, ?> from = (Map<?, ?>) Objects.requireNonNull(entry.get("imported"));
    assertThat(from.get("format")).isEqualTo("diffusers");
    assertThat(from.get("class")).isEqualTo("UNet2DModel");
    assertThat(
            ((Map<?, ?>) Objects.requireNonNull(from.get("sha256")))
                .keySet().stream().map(String::valueOf))
        .containsExactly(
            "config.json", "diffusion_pytorch_model.safetensors", "scheduler_config.json");
    assertThat(run.resolve("config.yaml"))
        .content()
        .contains(
            "type: diffusers-unet", "type: beta-linear", "label-dropout: 1", "predict: noise");
  }

  @Test
  void aRunIsMeasuredAndSampledLikeAnyOther() throws IOException {
    try (Run run =
        tweedie.open(
            imported("conditional"),
            it -> it.with("evaluate.examples", 100).with("evaluate.draws", 1))) {
      double bits = run.measure("bound").get(0).value();
      System.out.printf("The bound of the conditional model is %.3f bits/dim%n", bits);
      // It was trained on a chain: what has less noise than the first step it never saw.
      assertThat(bits).isBetween(1.0, 60.0);
      Batch threes = run.sample(Samples.count(2).seed(1).ofClass(3));
      assertThat(threes.notFinite()).isEmpty();
    }
  }

  /** Data that are described are of as many levels and classes as those that are named later. */
  @Test
  void withoutDataARunSamplesAtOnceAndTellsWhoNeedsThem() throws IOException {
    Path path = folder.resolve("no-data");
    DiffusersImport importing = new DiffusersImport(tweedie.components());
    DiffusersModel model = DiffusersModel.named("conditional");
    assertThat(
            importing
                .run(
                    model.folder(),
                    path,
                    List.of(
                        "data.classes=10", "data.levels=17", "sampler.steps=20", "train.batch=8"))
                .text())
        .contains("name data of its shape: --set data=NAME");
    assertThat(path.resolve("config.yaml")).content().contains("type: described");
    try (Run run = tweedie.open(path);
        Run known = tweedie.open(imported("conditional"))) {
      Samples threes = Samples.count(2).seed(1).ofClass(3);
      assertThat(run.sample(threes)).isEqualTo(known.sample(threes));
      assertThatThrownBy(() -> run.measure(RunListener.silent()))
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith("The model came without data")
          .hasMessageContaining("--set data=NAME");
      assertThatThrownBy(() -> run.data().test().read(0, new float[64], 0))
          .isInstanceOf(DataException.class);
      assertThat(run.notes()).isEmpty();
    }
    assertThatThrownBy(() -> tweedie.resume(path, tweedie.config(path)))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("The model came without data");
    try (Run measured =
        tweedie.open(
            path,
            it ->
                it.with("data", "digits")
                    .with("evaluate.examples", 100)
                    .with("evaluate.draws", 1))) {
      assertThat(measured.measure("bound").get(0).value()).isBetween(1.0, 60.0);
    }
    RunConfig config =
        tweedie
            .config(path)
            .with("data", "digits")
            .with("train.steps", 1)
            .with("train.sample-every", 0);
    try (Run trained = tweedie.resume(path, config)) {
      assertThat(trained.train(RunListener.silent())).isTrue();
    }
    // From then on they are its data.
    assertThatThrownBy(() -> tweedie.resume(path, config.with("data", "points")))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void classesAndSizeAreThoseOfTheFiles() throws IOException {
    Path path = folder.resolve("listed-no-data");
    new DiffusersImport(tweedie.components())
        .run(DiffusersModel.named("listed").folder(), path, List.of("sampler.steps=2"));
    try (Run run = tweedie.open(path)) {
      assertThat(run.assembly().data().shape()).isEqualTo(DataShape.image(8, 8, 1));
      assertThat(run.assembly().data().classes()).hasSize(10);
      assertThat(run.sample(Samples.count(1)).notFinite()).isEmpty();
    }
  }

  @Test
  void trainingGoesOnFromTheImportedWeights() throws IOException {
    Path path = folder.resolve("trained");
    read(DiffusersModel.named("listed").folder(), path, "train.steps=1", "train.batch=8");
    Map<String, Tensor> before =
        Safetensors.read(path.resolve("checkpoints/step-00000000.safetensors")).tensors();
    RunConfig config = tweedie.config(path);
    try (Run run = tweedie.resume(path, config)) {
      assertThat(run.notes()).anyMatch(note -> note.contains("after step 0"));
      assertThat(run.train(RunListener.silent())).isTrue();
      Map<String, Tensor> after = Safetensors.read(run.checkpoint()).tensors();
      before.forEach(
          (name, tensor) -> {
            float[] values = Objects.requireNonNull(after.get(name)).values();
            for (int i = 0; i < values.length; i++) {
              assertThat(Math.abs(values[i] - tensor.values()[i]))
                  .as(name)
                  .isLessThanOrEqualTo((float) config.train().learningRate() * 2);
            }
          });
      assertThat(run.step()).isEqualTo(1);
    }
  }

  @Test
  void floatsOf16BitsAreWidened() throws IOException {
    DiffusersModel model = DiffusersModel.named("listed").copy(folder.resolve("halves"));
    // bfloat16 is the upper half of each float.
    byte[] bytes = Files.readAllBytes(model.weights());
    Files.write(model.weights(), UpperHalves.of(bytes));
    Path run = folder.resolve("halves-run");
    read(model.folder(), run);
    Map<String, Tensor> whole =
        Safetensors.read(imported("listed").resolve("checkpoints/step-00000000.safetensors"))
            .tensors();
    Safetensors.read(run.resolve("checkpoints/step-00000000.safetensors"))
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = Objects.requireNonNull(whole.get(name)).values();
              for (int i = 0; i < values.length; i++) {
                assertThat(Float.floatToRawIntBits(tensor.values()[i]))
                    .isEqualTo(Float.floatToRawIntBits(values[i]) & 0xffff0000);
              }
            });
  }

  private static List<Problem> problems(DiffusersModel model, String... more) {
    Path run = folder.resolve("refused");
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> read(model.folder(), run, more));
    assertThat(run).doesNotExist();
    assertThat(folder).isDirectoryNotContaining(it -> it.getFileName().toString().startsWith("."));
    return refused.problems();
  }

  @Test
  void allThatTheProgramHasNotIsToldAtItsPlace() throws IOException {
    DiffusersModel model = DiffusersModel.named("conditional").copy(folder.resolve("odd"));
    Map<String, @Nullable Object> odd = new LinkedHashMap<>();
    odd.put("act_fn", "gelu");
    odd.put("down_block_types", List.of("DownBlock2D", "CrossAttnDownBlock2D"));
    odd.put("num_class_embeds", 5);
    odd.put("in_channels", 3);
    odd.put("out_channels", 3);
    odd.put("encoder_hid_dim", 7);
    DiffusersModel.change(model.config(), odd);
    Map<String, @Nullable Object> other = new LinkedHashMap<>();
    other.put("beta_schedule", "laplace");
    other.put("prediction_type", "flow");
    DiffusersModel.change(model.scheduler(), other);
    assertThat(problems(model))
        .extracting(problem -> problem.location().source() + " " + problem.path())
        .containsExactlyInAnyOrder(
            model.config() + " act_fn",
            model.config() + " down_block_types",
            model.config() + " num_class_embeds",
            model.config() + " in_channels",
            model.config() + " encoder_hid_dim",
            model.scheduler() + " beta_schedule",
            model.scheduler() + " prediction_type");
  }

  @Test
  void otherClassesAreRefused() throws IOException {
    DiffusersModel model = DiffusersModel.named("conditional").copy(folder.resolve("classes"));
    DiffusersModel.change(model.config(), Map.of("_class_name", "UNet2DConditionModel"));
    DiffusersModel.change(model.scheduler(), Map.of("_class_name", "ScoreSdeVeScheduler"));
    assertThat(problems(model))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("_class_name", "_class_name");
  }

  @Test
  void whatIsWrongWithTheTensorsIsToldAtOnce() throws IOException {
    DiffusersModel model = DiffusersModel.named("listed").copy(folder.resolve("tensors"));
    model.change(
        tensors -> {
          tensors.put("conv_in.bias", new Tensor(new long[] {2}, new float[2]));
          tensors.remove("conv_out.weight");
          tensors.put("more.weight", new Tensor(new long[] {1}, new float[1]));
          tensors.put("conv_norm_out.bias", new Tensor(new long[] {8}, nothing(8)));
        });
    assertThat(problems(model))
        .extracting(problem -> problem.code() + " " + problem.path())
        .containsExactlyInAnyOrder(
            "other-shape conv_in.bias",
            "missing-tensor conv_out.weight",
            "unknown-tensor more.weight",
            "not-finite conv_norm_out.bias");
  }

  private static float[] nothing(int count) {
    float[] values = new float[count];
    values[count - 1] = Float.NaN;
    return values;
  }

  @Test
  void whatTheModelIsIsNotForTheCommandLine() {
    assertThat(problems(DiffusersModel.named("listed"), "network.groups=2", "schedule=cosine"))
        .extracting(Problem::path)
        .containsExactly("network", "schedule");
  }

  @Test
  void filesThatAreNotThereAreNamed() throws IOException {
    DiffusersModel model = DiffusersModel.named("listed").copy(folder.resolve("files"));
    Path run = folder.resolve("none");
    DiffusersImport importing = new DiffusersImport(tweedie.components());
    DiffusersModel sizeless =
        DiffusersModel.named("unconditional").copy(folder.resolve("sizeless"));
    Map<String, @Nullable Object> none = new LinkedHashMap<>();
    none.put("sample_size", null);
    DiffusersModel.change(sizeless.config(), none);
    assertThatThrownBy(() -> importing.run(sizeless.folder(), run, List.of()))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(sizeless.config() + " does not say what images the model is for")
        .hasMessageContaining("--set data=NAME");
    Path bin = model.weights().resolveSibling("diffusion_pytorch_model.bin");
    Files.move(model.weights(), bin);
    assertRefused(model.folder(), run, bin + " is a pickle of Python");
    Files.delete(bin);
    assertRefused(model.folder(), run, "There is no diffusion_pytorch_model.safetensors in");
    Files.delete(model.scheduler());
    assertRefused(model.folder(), run, "There is no scheduler_config.json in");
    Files.delete(model.config());
    assertRefused(model.folder(), run, "There is no model of diffusers in");
    assertRefused(folder.resolve("nowhere"), run, "There is no folder");
    Path pickle = Files.createFile(folder.resolve("model.pth"));
    assertRefused(pickle, run, pickle + " is a pickle of Python");
    assertRefused(
        DiffusersModel.named("listed").folder(),
        imported("listed"),
        "There are files in '%s' already.".formatted(imported("listed")));
    assertThat(run).doesNotExist();
  }

  private static void assertRefused(Path model, Path run, String start) {
    assertThatThrownBy(() -> read(model, run))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(start);
  }

  @Test
  void damagedFilesAreToldOf() throws IOException {
    DiffusersModel model = DiffusersModel.named("listed").copy(folder.resolve("damaged"));
    Path run = folder.resolve("of-damaged");
    Files.write(model.weights(), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> read(model.folder(), run))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(model.weights().toString());
    Files.writeString(model.config(), "{\"act_fn\": ");
    assertThatThrownBy(() -> read(model.folder(), run))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(model.config() + " is damaged");
    assertThat(run).doesNotExist();
  }

  /** A network's folder with the scheduler's config in it is a model too. */
  @Test
  void theNetworksFolderIsEnoughWithTheScheduler() throws IOException {
    DiffusersModel model = DiffusersModel.named("listed").copy(folder.resolve("flat"));
    Path flat = model.config().getParent();
    Files.move(model.scheduler(), flat.resolve("scheduler_config.json"));
    Path run = folder.resolve("of-flat");
    read(flat, run);
    assertThat(run.resolve("config.yaml"))
        .hasSameTextualContentAs(imported("listed").resolve("config.yaml"));
  }
}
