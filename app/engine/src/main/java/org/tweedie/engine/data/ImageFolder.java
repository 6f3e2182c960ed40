package org.tweedie.engine.data;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * PNG and JPEG images in a folder or a zip file. The sub-folders of the first level are the
 * classes, in the order of their names; a folder that holds nothing but one other folder is passed
 * through, as the top of an unpacked archive is. Files {@code metadata.csv} or {@code
 * metadata.jsonl} beside the images may give them captions, classes and numbers ({@link
 * FolderMetadata}).
 *
 * <p>All images are decoded once. Where they take more than a quarter of Java's memory, they lie in
 * a temporary file from then on and are read from there as they are needed.
 *
 * <p>Whether an image is held out depends on nothing but its path below the folder, so that images
 * added later leave the others where they are.
 */
@Description(
    "PNG and JPEG images in a folder or zip file, sub-folders as classes, captions by metadata.csv")
public final class ImageFolder implements DataSource, NotedData {

  /**
   * What can be chosen.
   *
   * @param folder a folder or a zip file, relative to the working directory
   * @param size height and width to which images are cropped and resized; 0 leaves them as they are
   * @param grey whether images are turned to grey (Rec. 601 luma)
   * @param background what lies beneath transparent pixels, as in HTML
   * @param testShare the share of images that are held out
   * @param levels K: eight-bit values are cut to so many levels
   */
  public record Options(
      @Description("a folder or zip file with images, in sub-folders if they have classes") @NotNull
          String folder,
      @Description(
              "height and width, to which the middle square of each image is resized; 0 for as they"
                  + " are")
          @Default("0")
          @PositiveOrZero
          @Max(4096)
          int size,
      @Description("whether to turn images to grey") @Default("false") boolean grey,
      @Description("colour beneath transparent pixels, as #rrggbb")
          @Default("\"#000000\"")
          @NotNull
          @Pattern(regexp = "#[0-9a-fA-F]{6}")
          String background,
      @Description("share of the images that are held out for testing")
          @Default("0.1")
          @Positive
          @DecimalMax("0.9")
          double testShare,
      @Description("levels of a pixel") @Default("256") @Min(2) @Max(256) int levels) {}

  private final DataDescription description;
  private final Examples train;
  private final Examples test;
  private final List<String> notes;

  /**
   * Reads all images.
   *
   * @throws DataException if there are none, one of them cannot be read, or they differ in size
   */
  @Inject
  public ImageFolder(Options options) {
    this(options, Records.mostHeld());
  }

  /**
   * The same.
   *
   * @param mostHeld bytes from which on decoded images go into a temporary file
   */
  ImageFolder(Options options, double mostHeld) {
    ImageDecoder decoder = ImageDecoder.of(options);
    try (ImageFiles files = ImageFiles.in(options.folder())) {
      notes = Stream.concat(files.note().stream(), files.metadata().notes().stream()).toList();
      List<ImageFiles.Entry> entries = files.entries();
      DataShape shape = decoder.decode(files, entries.get(0)).shape();
      Levels levels = new Levels(options.levels());
      Examples images =
          new LevelExamples(
              levels,
              decoded(files, decoder, shape, mostHeld),
              entries.stream().mapToInt(ImageFiles.Entry::label).toArray());
      HeldOut heldOut =
          HeldOut.of(entries.stream().map(ImageFiles.Entry::name), options.testShare());
      train = examples(images, entries, it -> !heldOut.contains(it));
      test = examples(images, entries, heldOut::contains);
      DataDescription described =
          new DataDescription(shape, Optional.of(levels), files.classes())
              .withNumbers(files.metadata().numbers());
      description = files.metadata().hasCaptions() ? described.withCaptions() : described;
    }
  }

  private static Records decoded(
      ImageFiles files, ImageDecoder decoder, DataShape shape, double mostHeld) {
    List<ImageFiles.Entry> entries = files.entries();
    DataShape[] shapes = new DataShape[entries.size()];
    try (GatheredRecords gathered =
        GatheredRecords.of(files.folder(), entries.size(), shape.size(), mostHeld)) {
      IntStream.range(0, entries.size())
          .parallel()
          .forEach(
              i -> {
                ImageDecoder.Image image = decoder.decode(files, entries.get(i));
                shapes[i] = image.shape();
                if (image.shape().equals(shape)) {
                  gathered.put(i, image.levels());
                }
              });
      checkShapes(files, shapes);
      return gathered.records();
    }
  }

  private static void checkShapes(ImageFiles files, DataShape... shapes) {
    for (int i = 1; i < shapes.length; i++) {
      if (!shapes[i].equals(shapes[0])) {
        throw new DataException(
            "%s is %s, but %s is %s. Set 'size' to bring all images to one size."
                .formatted(files.name(i), shapes[i], files.name(0), shapes[0]));
      }
    }
  }

  private static Examples examples(
      Examples images, List<ImageFiles.Entry> entries, IntPredicate wanted) {
    ChosenExamples chosen = ChosenExamples.of(images, wanted);
    return new DescribedExamples(
        chosen,
        IntStream.of(chosen.places()).mapToObj(place -> entries.get(place).said()).toList());
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
