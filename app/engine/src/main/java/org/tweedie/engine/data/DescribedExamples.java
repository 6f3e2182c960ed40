package org.tweedie.engine.data;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.Examples;

/**
 * Images with what a file beside them says of them.
 *
 * @param examples the images and their classes
 * @param said what is said of each
 */
record DescribedExamples(Examples examples, List<FolderMetadata.Row> said)
    implements ForwardedExamples {

  DescribedExamples {
    said = List.copyOf(said);
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
