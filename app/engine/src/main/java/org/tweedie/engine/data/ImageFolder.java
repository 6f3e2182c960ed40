package org.tweedie.engine.data;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.engine.data.LevelExamples.Labelled;

/**
 * PNG and JPEG images in a folder or a zip file. The sub-folders of the first level are the
 * classes, in the order of their names; a folder that holds nothing but one other folder is passed
 * through, as the top of an unpacked archive is. Files {@code metadata.csv} or {@code
 * metadata.jsonl} beside the images may give them captions, classes and numbers ({@link
 * FolderMetadata}).
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
    ImageDecoder decoder = ImageDecoder.of(options);
    try (ImageFiles files = ImageFiles.in(options.folder())) {
      notes = Stream.concat(files.note().stream(), files.metadata().notes().stream()).toList();
      List<ImageFiles.Entry> entries = files.entries();
      List<ImageDecoder.Image> images =
          entries.parallelStream().map(entry -> decoder.decode(files, entry)).toList();
      DataShape shape = commonShape(files, images);
      Levels levels = new Levels(options.levels());
      HeldOut heldOut =
          HeldOut.of(entries.stream().map(ImageFiles.Entry::name).toList(), options.testShare());
      train = examples(levels, entries, images, heldOut, false);
      test = examples(levels, entries, images, heldOut, true);
      DataDescription described =
          new DataDescription(shape, Optional.of(levels), files.classes())
              .withNumbers(files.metadata().numbers());
      description = files.metadata().hasCaptions() ? described.withCaptions() : described;
    }
  }

  private static DataShape commonShape(ImageFiles files, List<ImageDecoder.Image> images) {
    DataShape shape = images.get(0).shape();
    for (int i = 1; i < images.size(); i++) {
      if (!images.get(i).shape().equals(shape)) {
        throw new DataException(
            "%s is %s, but %s is %s. Set 'size' to bring all images to one size."
                .formatted(
                    files.name(i), images.get(i).shape(), files.name(0), images.get(0).shape()));
      }
    }
    return shape;
  }

  private static Examples examples(
      Levels levels,
      List<ImageFiles.Entry> entries,
      List<ImageDecoder.Image> images,
      HeldOut heldOut,
      boolean wanted) {
    List<Labelled> records = new ArrayList<>();
    List<FolderMetadata.Row> said = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      if (heldOut.contains(i) == wanted) {
        records.add(new Labelled(images.get(i).levels(), entries.get(i).label()));
        said.add(entries.get(i).said());
      }
    }
    return new DescribedExamples(LevelExamples.of(levels, records), said);
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
