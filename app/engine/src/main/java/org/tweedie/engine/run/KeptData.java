package org.tweedie.engine.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Levels;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of a run's data, as its provenance keeps it for those who need no more, or have no
 * more.
 *
 * @param train how many examples are trained on
 * @param test how many are held out
 * @param shape the dimensions of an example
 * @param levels K; 0 where values are continuous
 * @param classes their names
 * @param numbers their names
 * @param captions whether examples have captions
 * @param image the dimensions of the image that an example goes with; none where it goes with none
 */
record KeptData(
    int train,
    int test,
    List<Integer> shape,
    int levels,
    List<String> classes,
    List<String> numbers,
    boolean captions,
    List<Integer> image) {

  /** Copies. */
  KeptData {
    shape = List.copyOf(shape);
    classes = List.copyOf(classes);
    numbers = List.copyOf(numbers);
    image = List.copyOf(image);
  }

  static KeptData of(DataSource source) {
    DataDescription data = source.description();
    return new KeptData(
        source.train().size(),
        source.test().size(),
        data.shape().dimensions(),
        data.levels().map(Levels::count).orElse(0),
        data.classes(),
        data.numbers(),
        data.hasCaptions(),
        data.conditionImage().map(DataShape::dimensions).orElse(List.of()));
  }

  /** As JSON has it. */
  Map<String, Object> asMap() {
    return JsonMapper.shared().convertValue(this, new TypeReference<Map<String, Object>>() {});
  }

  DataDescription description() {
    return new DataDescription(
        new DataShape(shape),
        levels == 0 ? Optional.empty() : Optional.of(new Levels(levels)),
        classes,
        numbers,
        captions,
        image.isEmpty() ? Optional.empty() : Optional.of(new DataShape(image)));
  }
}
