package org.tweedie.engine.data;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.Examples;

/**
 * Images with what a file beside them says of them.
 *
 * @param images the images and their classes
 * @param said what is said of each
 */
record DescribedExamples(Examples images, List<FolderMetadata.Row> said) implements Examples {

  DescribedExamples {
    said = List.copyOf(said);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    images.read(index, target, offset);
  }

  @Override
  public void draw(int index, RandomGenerator random, float[] target, int offset) {
    images.draw(index, random, target, offset);
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public Optional<String> caption(int index) {
    return said.get(index).caption();
  }

  @Override
  public float[] numbers(int index) {
    return said.get(index).numbers().clone();
  }
}
