package org.tweedie.engine.data;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Arrays of NumPy. Whole numbers are the levels of images, [N, height, width] or [N, height, width,
 * channels]; floats are images or points, [N, n], without levels. Where there is no array of test
 * examples, some of the training examples are held out, by their places alone. An array that would
 * take more than a quarter of Java's memory is read from its file as it is needed; of a .npz file,
 * from a temporary one.
 */
@Description("arrays of NumPy (.npy, .npz): images of whole numbers or floats, or points of floats")
public final class NumpyFiles implements DataSource {

  /**
   * What can be chosen. Paths are relative to the working directory.
   *
   * @param train the training examples
   * @param trainLabels their classes; empty for none
   * @param test the test examples; empty to hold some out
   * @param testLabels their classes
   * @param testShare the share of the examples that are held out where there is no array for tests
   * @param levels K: whole numbers are below it
   * @param low the float that becomes -1
   * @param high the float that becomes 1
   * @param classes names of the classes; empty for their numbers
   */
  public record Options(
      @Description(
              "training examples: a .npy file, or a .npz file and an array's name, as in"
                  + " mnist.npz:x_train")
          @NotNull
          String train,
      @Description("training labels, in the same way; empty for none") @Default("\"\"") @NotNull
          String trainLabels,
      @Description("test examples; empty to hold training examples out") @Default("\"\"") @NotNull
          String test,
      @Description("test labels; empty for none") @Default("\"\"") @NotNull String testLabels,
      @Description("share of the examples that are held out where there are no test examples")
          @Default("0.1")
          @Positive
          @DecimalMax("0.9")
          double testShare,
      @Description("levels of a whole number") @Default("256") @Min(2) @Max(256) int levels,
      @Description("the float that becomes -1: black in images that hold 0 to 1 is 0")
          @Default("-1")
          double low,
      @Description("the float that becomes 1") @Default("1") double high,
      @Description("names of the classes in the order of their labels; empty for numbers")
          @Default("[]")
          @NotNull
          List<String> classes) {

    /** Copies the names. */
    public Options {
      classes = List.copyOf(classes);
    }
  }

  private final DataDescription description;
  private final Examples train;
  private final Examples test;

  /**
   * Reads the files.
   *
   * @throws DataException if one is missing or damaged, or they do not fit together
   */
  @Inject
  public NumpyFiles(Options options) {
    this(options, Records.mostHeld());
  }

  /**
   * The same.
   *
   * @param mostHeld bytes from which on an array is not held in memory
   */
  NumpyFiles(Options options, double mostHeld) {
    NumpyExamples read =
        NumpyExamples.read(options, options.train(), options.trainLabels(), mostHeld);
    if (options.test().isEmpty()) {
      if (!options.testLabels().isEmpty()) {
        throw new DataException("There are test labels without test examples: give 'test' too.");
      }
      if (read.size() < 2) {
        throw new DataException(
            "%s holds one example, and some are held out for testing: give more, or 'test'."
                .formatted(options.train()));
      }
      HeldOut heldOut =
          HeldOut.of(
              IntStream.range(0, read.size()).mapToObj(String::valueOf), options.testShare());
      train = ChosenExamples.of(read.examples(), place -> !heldOut.contains(place));
      test = ChosenExamples.of(read.examples(), heldOut::contains);
      description = description(options, read, read.maxLabel());
    } else {
      NumpyExamples other =
          NumpyExamples.read(options, options.test(), options.testLabels(), mostHeld);
      if (!read.shape().equals(other.shape()) || read.isQuantised() != other.isQuantised()) {
        throw new DataException(
            "Training and test examples differ in shape or in kind: %s in %s, %s in %s. Give arrays of one data set."
                .formatted(read, options.train(), other, options.test()));
      }
      if (options.trainLabels().isEmpty() != options.testLabels().isEmpty()) {
        throw new DataException(
            "There are labels for only one of the splits. Give 'train-labels' and 'test-labels', or neither.");
      }
      train = read.examples();
      test = other.examples();
      description = description(options, read, Math.max(read.maxLabel(), other.maxLabel()));
    }
  }

  private static DataDescription description(Options options, NumpyExamples read, int maxLabel) {
    int count = maxLabel + 1;
    List<String> names = options.classes();
    if (count == 0 && !names.isEmpty()) {
      throw new DataException(
          "There are names for %d classes but no labels. Give 'train-labels', or leave 'classes' out."
              .formatted(names.size()));
    }
    if (!names.isEmpty() && names.size() < count) {
      throw new DataException(
          "The label %d has no name among the %d of 'classes'. Name all classes or none."
              .formatted(maxLabel, names.size()));
    }
    return new DataDescription(
        read.shape(),
        read.isQuantised() ? Optional.of(new Levels(options.levels())) : Optional.empty(),
        names.isEmpty() ? IntStream.range(0, count).mapToObj(String::valueOf).toList() : names);
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
}
