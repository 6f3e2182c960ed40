package org.tweedie.engine.run;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;

/**
 * What a run's data are like, as its provenance keeps it for those who have the run and not its
 * data.
 *
 * @param shape the dimensions of an example
 * @param levels K; 0 where values are continuous
 * @param classes their names
 * @param numbers their names
 * @param captions whether examples have captions
 * @param image the dimensions of the image that an example goes with; none where it goes with none
 */
record KeptDescription(
    List<Integer> shape,
    int levels,
    List<String> classes,
    List<String> numbers,
    boolean captions,
    List<Integer> image) {

  /** Copies. */
  KeptDescription {
    shape = List.copyOf(shape);
    classes = List.copyOf(classes);
    numbers = List.copyOf(numbers);
    image = List.copyOf(image);
  }

  static KeptDescription of(DataDescription data) {
    return new KeptDescription(
        data.shape().dimensions(),
        data.levels().map(Levels::count).orElse(0),
        data.classes(),
        data.numbers(),
        data.hasCaptions(),
        data.conditionImage().map(DataShape::dimensions).orElse(List.of()));
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
