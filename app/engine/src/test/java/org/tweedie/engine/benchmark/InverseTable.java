package org.tweedie.engine.benchmark;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.measuring.Measuring;
import org.tweedie.engine.picture.GreyValues;
import org.tweedie.engine.picture.ImageGrid;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.MeasuresBesideData;

/**
 * What methods for linear inverse problems make of test images of which little is known: a hole, a
 * blur, means of sixteen pixels, grey values, a fifth as many random projections. The peak
 * signal-to- noise ratio of a sample and of the mean of four, the Frechet distance of all samples
 * to the test images, and the network's evaluations a sample (a gradient counts as one); a table in
 * Markdown, which is printed as it grows, and a picture of the first images and of a sample of each
 * method.
 *
 * <p>{@code mvn -q -Pbenchmark verify -Dbenchmark=InverseTable -Drun=RUN -Drounds=20 -Dsteps=50}:
 * of a run of images of as many test images, in as many steps.
 */
final class InverseTable {

  private static final int SAMPLES = 4;

  /** Images in the picture. */
  private static final int COLUMNS = 10;

  /** The standard deviation of the error that methods reckon with; there is none but rounding. */
  private static final double NOISE = 0.02;

  private static final String KNOWN = "known";
  private static final String TYPE = "type";

  private final Run run;
  private final RunConfig config;
  private final Path folder;
  private final DataShape shape;
  private final int images;
  private final int steps;
  private final List<String> captions = new ArrayList<>();
  private final List<Batch> shown = new ArrayList<>();

  private InverseTable(Run run, Path folder, int images, int steps) {
    this.run = run;
    this.config = run.config();
    this.folder = folder;
    this.shape = run.assembly().data().shape();
    this.images = images;
    this.steps = steps;
  }

  /** Prints the table of the run in the folder {@code -Drun}. */
  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(Path.of(System.getProperty("folder")));
    Path folder = Files.createTempDirectory("inverse");
    try (Tweedie tweedie = Tweedie.load();
        Run run = tweedie.open(Path.of(System.getProperty("run")))) {
      new InverseTable(run, folder, Integer.getInteger("rounds"), Integer.getInteger("steps"))
          .print();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static Map<String, Map<String, Object>> methods() {
    Map<String, Map<String, Object>> methods = new LinkedHashMap<>();
    methods.put(
        "dps", Map.of(TYPE, "reconstruction", "solve-steps", 0, "deviation", 1e-6, "noise", NOISE));
    methods.put(
        "dps, by the residual",
        Map.of(TYPE, "reconstruction", "solve-steps", 0, "variance", "residual", "noise", NOISE));
    methods.put("pigdm", Map.of(TYPE, "reconstruction", "solve-steps", 0, "noise", NOISE));
    methods.put("reconstruction", Map.of(TYPE, "reconstruction", "noise", NOISE));
    methods.put("ddnm", Map.of(TYPE, "replacement", "repeats", 1));
    methods.put("ddrm", Map.of(TYPE, "ddrm", "noise", NOISE));
    methods.put("particles (4)", Map.of(TYPE, "particles", "particles", 4, "noise", NOISE));
    return methods;
  }

  private Map<String, Map<String, Object>> measurements() throws IOException {
    int height = shape.dimensions().get(0);
    int width = shape.dimensions().get(1);
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    all.put("hole", Map.of(KNOWN, "masked", "mask", mask(height, width).toString()));
    all.put("blur", Map.of(KNOWN, "blurred", "blur", 1.5));
    if (height % 4 == 0 && width % 4 == 0) {
      all.put("a sixteenth", Map.of(KNOWN, "smaller", "factor", 4));
    }
    if (shape.dimensions().get(2) == 3) {
      all.put("grey", Map.of(KNOWN, "grey"));
    }
    all.put("projections", Map.of(KNOWN, "projected", "projections", shape.size() / 5));
    return all;
  }

  /** White, but for a hole of half the height and width. */
  private Path mask(int height, int width) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean hidden =
            y >= height / 4 && y < 3 * height / 4 && x >= width / 4 && x < 3 * width / 4;
        picture.getRaster().setSample(x, y, 0, hidden ? 0 : 255);
      }
    }
    Path file = folder.resolve("mask.png");
    Png.write(file, picture);
    return file;
  }

  private void print() throws IOException {
    List<Path> files = new ArrayList<>();
    List<Batch> truths = new ArrayList<>();
    Examples test = run.data().test();
    for (int i = 0; i < images; i++) {
      float[] values = new float[shape.size()];
      test.read(i, values, 0);
      truths.add(Batch.of(shape, values));
      files.add(folder.resolve("image-" + i + ".png"));
      Png.write(files.get(i), new GreyValues(run.assembly().data()).picture(truths.get(i)));
    }
    System.out.println(
        "| known | method | PSNR of a sample | of the mean of %d | Frechet distance | evaluations |"
            .formatted(SAMPLES));
    System.out.println("|---|---|--:|--:|--:|--:|");
    show("the image", truths);
    for (Map.Entry<String, Map<String, Object>> measured : measurements().entrySet()) {
      for (Map.Entry<String, Map<String, Object>> method : methods().entrySet()) {
        row(measured, method, files, truths);
      }
    }
    Path picture = Path.of(System.getProperty("folder"), "inverse.png");
    Png.write(
        picture,
        new ImageGrid(run.assembly().data(), Math.min(COLUMNS, images), 0, captions)
            .draw(shown.stream().reduce(Batch::followedBy).orElseThrow()));
    System.out.println(picture);
  }

  private void show(String caption, List<Batch> each) {
    captions.add(caption);
    each.stream().limit(COLUMNS).map(one -> one.slice(0, 1)).forEach(shown::add);
  }

  private void row(
      Map.Entry<String, Map<String, Object>> measured,
      Map.Entry<String, Map<String, Object>> method,
      List<Path> files,
      List<Batch> truths)
      throws IOException {
    double ofSamples = 0;
    double ofMeans = 0;
    double evaluations = 0;
    List<Batch> all = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      Map<String, Object> guidance = new LinkedHashMap<>(method.getValue());
      guidance.putAll(measured.getValue());
      guidance.put("whole", true);
      guidance.put("image", files.get(i).toString());
      RunConfig used =
          config
              .with(Kinds.SAMPLER.key(), Map.of(TYPE, "ancestral", "steps", steps))
              .with(Kinds.GUIDANCE.key(), List.of(guidance))
              .with("evaluate.samples", 20);
      try (Run guided = run.using(used)) {
        Batch drawn = guided.sample(asked(i));
        all.add(drawn);
        Batch mean = Batch.zeros(shape, 1);
        for (int k = 0; k < SAMPLES; k++) {
          Batch one = drawn.slice(k, k + 1);
          ofSamples += psnr(one, truths.get(i)) / SAMPLES / images;
          mean = mean.combine(1, 1.0 / SAMPLES, one);
        }
        ofMeans += psnr(mean, truths.get(i)) / images;
        if (i == 0) {
          evaluations = guided.measure("network-evaluations").get(0).value();
        }
      }
    }
    show(measured.getKey() + ", " + method.getKey(), all);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | %s | %.0f |%n",
        measured.getKey(),
        method.getKey(),
        ofSamples,
        ofMeans,
        distance(all.stream().reduce(Batch::followedBy).orElseThrow()),
        evaluations);
  }

  private Samples asked(int image) {
    DataDescription data = run.assembly().data();
    Samples samples = Samples.count(SAMPLES).seed(image);
    if (data.classes().isEmpty()) {
      return samples;
    }
    return run.assembly().labelDropout() > 0
        ? samples.ofNoClass()
        : samples.ofClass(run.data().test().label(image));
  }

  /** In decibels; the model's scale goes from -1 to 1. */
  private static double psnr(Batch one, Batch other) {
    double error = one.squaredDistances(other)[0] / one.shape().size();
    return 10 * Math.log10(4 / error);
  }

  private String distance(Batch samples) {
    if (samples.count() < 20) {
      return "";
    }
    List<Choice> choices =
        config.with(Kinds.MEASURES.key(), List.of("frechet")).components(Kinds.MEASURES);
    try (MeasuresBesideData made = MeasuresBesideData.of(choices, run.data(), config.registry())) {
      List<Reading> found =
          Measuring.take(
              choices,
              made,
              run.data(),
              samples,
              Condition.none(samples.count()),
              RunListener.silent());
      return String.format(Locale.ROOT, "%.4g", found.get(0).value());
    }
  }
}
