package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Description;
import org.tweedie.engine.scene.SceneObject;
import org.tweedie.engine.scene.SceneParser;
import org.tweedie.engine.scene.Scenes;

/**
 * How far the numbers of samples of scenes are from those that they were asked for: of each number
 * the mean absolute difference in pixels, over samples that show a scene, and the share of those.
 * The numbers are read off the picture by rule ({@link SceneParser}). Immutable; safe for many
 * threads.
 */
@Description("how far place and size in samples of scenes are from the numbers asked for")
public final class NumberErrorMeasure implements SampleMeasure {

  private static final String READ = "number_read";
  private static final String KEY = "number_error_";

  /** Needs nothing. */
  @Inject
  public NumberErrorMeasure() {}

  @Override
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    Scenes.NUMBERS.forEach(name -> keys.add(KEY + name));
    keys.add(READ);
    return keys;
  }

  @Override
  public List<Reading> of(Measured measured) {
    Batch samples = measured.samples();
    Comparison.check("samples", samples);
    if (!measured.data().description().shape().equals(Scenes.SHAPE)
        || !measured.data().description().numbers().equals(Scenes.NUMBERS)) {
      throw new IllegalArgumentException(
          "It reads the numbers %s off pictures of coloured shapes, and these data do not have them. Please set the data's 'numbers' to true, or leave it out."
              .formatted(Scenes.NUMBERS));
    }
    Condition asked = measured.conditions();
    IntConsumer progress = measured.progress("Reading pictures", "pictures", samples.count());
    List<float[]> off = new ArrayList<>();
    List<Double> read = new ArrayList<>();
    for (int i = 0; i < samples.count(); i++) {
      Optional<float[]> wanted = asked.numbers(i);
      if (wanted.isPresent()) {
        Optional<List<SceneObject>> found = SceneParser.parse(samples.values(), i);
        read.add(found.isPresent() ? 1.0 : 0.0);
        found.ifPresent(objects -> off.add(off(Scenes.numbers(objects), wanted.get())));
      }
      progress.accept(i + 1);
    }
    if (read.isEmpty()) {
      throw new IllegalArgumentException(
          "No sample was asked for by numbers. Please take a model that is told numbers.");
    }
    List<Reading> readings = new ArrayList<>();
    for (int k = 0; k < Scenes.NUMBERS.size(); k++) {
      int column = k;
      String name = Scenes.NUMBERS.get(k);
      double[] each =
          off.stream()
              .mapToDouble(row -> row[column])
              .filter(value -> !Double.isNaN(value))
              .toArray();
      readings.add(
          Means.reading(
                  Reading.of(KEY + name, Means.of(each))
                      .named("%s off what was asked for".formatted(name))
                      .inUnit("pixels"),
                  each)
              .lessIsBetter());
    }
    double[] scenes = read.stream().mapToDouble(Double::doubleValue).toArray();
    readings.add(
        Means.reading(Reading.of(READ, Means.of(scenes)).named("pictures of a scene"), scenes));
    return readings;
  }

  /** NaN of a number that was not asked for. */
  private static float[] off(float[] found, float[] wanted) {
    float[] off = new float[found.length];
    for (int k = 0; k < off.length; k++) {
      off[k] = Math.abs(found[k] - wanted[k]);
    }
    return off;
  }
}
