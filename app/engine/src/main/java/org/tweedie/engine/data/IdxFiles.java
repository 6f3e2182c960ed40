package org.tweedie.engine.data;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.engine.data.BinaryExamples.Binarisation;

/**
 * Images in the files of MNIST and its successors: IDX, compressed by gzip or not. A byte of the
 * file is a level. Images of three dimensions (count, height, width) are grey; a fourth dimension
 * holds channels.
 */
@Description("images in MNIST's file format (IDX), compressed or not")
public final class IdxFiles implements DataSource, NotedData {

  /**
   * What can be chosen. Paths are relative to the working directory.
   *
   * @param folder where files of MNIST's names lie; empty where each path is given
   * @param trainImages path; empty for MNIST's name in the folder
   * @param trainLabels path; empty for MNIST's name in the folder, or for no labels without it
   * @param testImages like {@code trainImages}
   * @param testLabels like {@code trainLabels}
   * @param size height and width to which the images are reduced; 0 leaves them as they are
   * @param levels K: the bytes of the files are below it
   * @param binarisation whether pixels are made black or white by chance
   * @param classes names of the classes; empty for their numbers
   */
  public record Options(
      @Description("folder with files of MNIST's names, such as train-images-idx3-ubyte.gz")
          @Default("\"\"")
          @NotNull
          String folder,
      @Description("training images; empty for the one in the folder") @Default("\"\"") @NotNull
          String trainImages,
      @Description("training labels; empty for those in the folder, if any")
          @Default("\"\"")
          @NotNull
          String trainLabels,
      @Description("test images; empty for the one in the folder") @Default("\"\"") @NotNull
          String testImages,
      @Description("test labels; empty for those in the folder, if any") @Default("\"\"") @NotNull
          String testLabels,
      @Description(
              "height and width to which images are reduced, each pixel the mean of a square; 0 for"
                  + " as they are")
          @Default("0")
          @PositiveOrZero
          int size,
      @Description("levels of a pixel") @Default("256") @Min(2) @Max(256) int levels,
      @Description(
              "makes pixels black or white, white with the probability of their grey: once for all"
                  + " (static), or anew each time that training sees an image (dynamic); none"
                  + " leaves them grey")
          @Default("none")
          @NotNull
          Binarisation binarisation,
      @Description("names of the classes in the order of their labels; empty for numbers")
          @Default("[]")
          @NotNull
          List<String> classes) {}

  private static final String FOLDER_ADVICE =
      "Give 'folder' a folder with files of MNIST's names, or give the paths; a run that is used"
          + " from elsewhere finds its data by --set data.folder=DIR.";

  private final DataDescription description;
  private final Examples train;
  private final Examples test;
  private final List<String> notes;

  /**
   * Reads the files.
   *
   * @throws DataException if a file is missing or damaged, or the files do not fit together
   */
  @Inject
  public IdxFiles(Options options) {
    IdxArray trainImages = images(options, options.trainImages(), "train");
    IdxArray testImages = images(options, options.testImages(), "t10k");
    if (!shape(trainImages).equals(shape(testImages))) {
      throw new DataException(
          "Training and test images differ in shape: %s in %s, %s in %s. Give files of one data set."
              .formatted(
                  shape(trainImages), trainImages.path(), shape(testImages), testImages.path()));
    }
    Optional<Path> trainLabels = labelPath(options, options.trainLabels(), "train");
    Optional<Path> testLabels = labelPath(options, options.testLabels(), "t10k");
    if (trainLabels.isPresent() != testLabels.isPresent()) {
      throw new DataException(
          "There are labels for only one of the splits: %s. Give both files or neither."
              .formatted(trainLabels.or(() -> testLabels).orElseThrow()));
    }
    notes =
        unused(
            options,
            Stream.of(
                    Optional.of(trainImages.path()),
                    Optional.of(testImages.path()),
                    trainLabels,
                    testLabels)
                .flatMap(Optional::stream)
                .toList());
    Levels levels = new Levels(options.levels());
    LevelExamples greyTrain = split(levels, trainImages, trainLabels);
    LevelExamples greyTest = split(levels, testImages, testLabels);
    List<String> names =
        classNames(
            options.classes(), trainLabels, Math.max(greyTrain.maxLabel(), greyTest.maxLabel()));
    boolean grey = options.binarisation() == Binarisation.NONE;
    train = grey ? greyTrain : binary(options, trainImages, greyTrain, 1);
    test = grey ? greyTest : binary(options, testImages, greyTest, 2);
    description =
        new DataDescription(shape(trainImages), Optional.of(grey ? levels : new Levels(2)), names);
  }

  private static IdxArray images(Options options, String path, String prefix) {
    IdxArray images =
        IdxArray.read(
            given(path)
                .or(() -> inFolder(options.folder(), prefix + "-images", "idx3-ubyte"))
                .orElseThrow(() -> noImages(options.folder(), prefix)),
            List.of(3, 4));
    checkLevels(new Levels(options.levels()), images);
    return options.size() == 0 ? images : ReducedImages.of(images, options.size());
  }

  private static DataException noImages(String folder, String prefix) {
    if (folder.isEmpty()) {
      return new DataException("The data have no image files. " + FOLDER_ADVICE);
    }
    return new DataException(
        Files.isDirectory(Path.of(folder))
            ? "There is no %s-images-idx3-ubyte or %1$s-images-idx3-ubyte.gz in the folder %s. %s"
                .formatted(prefix, folder, FOLDER_ADVICE)
            : "There is no folder %s%s. %s"
                .formatted(folder, ImageFiles.fromWhere(Path.of(folder)), FOLDER_ADVICE));
  }

  private static Optional<Path> labelPath(Options options, String path, String prefix) {
    return given(path).or(() -> inFolder(options.folder(), prefix + "-labels", "idx1-ubyte"));
  }

  /** Files of the folder that are called like images or labels. */
  private static List<String> unused(Options options, List<Path> used) {
    if (options.folder().isEmpty()) {
      return List.of();
    }
    Pattern alike = Pattern.compile("(train|t10k|test)[-_.](images|labels).*");
    List<String> unused = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(options.folder()))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (alike.matcher(name).matches() && used.stream().noneMatch(file::equals)) {
          unused.add(name);
        }
      }
    } catch (IOException unlisted) {
      return List.of();
    }
    Collections.sort(unused);
    return unused.isEmpty()
        ? List.of()
        : List.of(
            "%d files of %s are called like images or labels and are not read: %s."
                .formatted(unused.size(), options.folder(), String.join(", ", unused)));
  }

  private static Optional<Path> given(String path) {
    return path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
  }

  /** MNIST's files are met with a hyphen and, once unpacked by some tools, with a dot. */
  private static Optional<Path> inFolder(String folder, String stem, String kind) {
    return folder.isEmpty()
        ? Optional.empty()
        : Stream.of("-" + kind + ".gz", "-" + kind, "." + kind + ".gz", "." + kind)
            .map(ending -> Path.of(folder, stem + ending))
            .filter(Files::isRegularFile)
            .findFirst();
  }

  private static DataShape shape(IdxArray images) {
    int[] dimensions = images.dimensions();
    return DataShape.image(
        dimensions[1], dimensions[2], dimensions.length == 4 ? dimensions[3] : 1);
  }

  private static LevelExamples split(Levels levels, IdxArray images, Optional<Path> labelPath) {
    int[] labels = new int[images.records().count()];
    Arrays.fill(labels, Condition.NONE);
    labelPath.ifPresent(path -> readLabels(path, images, labels));
    return new LevelExamples(levels, images.records(), labels);
  }

  private static Examples binary(Options options, IdxArray images, Examples grey, long seed) {
    return new BinaryExamples(
        new Levels(options.levels()),
        images.records(),
        grey,
        options.binarisation() == Binarisation.DYNAMIC,
        seed);
  }

  private static void checkLevels(Levels levels, IdxArray images) {
    for (int i = 0; i < images.records().count(); i++) {
      for (byte value : images.records().of(i)) {
        if (Byte.toUnsignedInt(value) >= levels.count()) {
          throw new DataException(
              "Image %d of %s has the value %d, which is not one of the %d levels 0 to %d. "
                      .formatted(
                          i,
                          images.path(),
                          Byte.toUnsignedInt(value),
                          levels.count(),
                          levels.count() - 1)
                  + "Set 'levels' to the number of levels of the files.");
        }
      }
    }
  }

  private static void readLabels(Path path, IdxArray images, int[] labels) {
    Records read = IdxArray.read(path, List.of(1)).records();
    if (read.count() != labels.length) {
      throw new DataException(
          "%s has %d labels for the %d images of %s. Give files that belong together."
              .formatted(path, read.count(), labels.length, images.path()));
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Byte.toUnsignedInt(read.of(i)[0]);
    }
  }

  private static List<String> classNames(List<String> names, Optional<Path> labels, int maxLabel) {
    int count = maxLabel + 1;
    if (names.isEmpty()) {
      return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
    if (labels.isEmpty()) {
      throw new DataException(
          "There are names for %d classes but no labels. Give 'train-labels' and 'test-labels', or leave 'classes' out."
              .formatted(names.size()));
    }
    if (names.size() < count) {
      throw new DataException(
          "The label %d of the files has no name among the %d of 'classes'. Name all classes or none."
              .formatted(count - 1, names.size()));
    }
    return names;
  }

  @Override
  public DataDescription description() {
    return description;
  }

  @Override
  public Examples train() {
    return train;
  }

  @Override
  public Examples test() {
    return test;
  }

  @Override
  public List<String> notes() {
    return notes;
  }
}
