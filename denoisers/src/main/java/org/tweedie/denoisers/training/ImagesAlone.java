package org.tweedie.denoisers.training;

import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;

/** What changes images has nothing to change in points. */
final class ImagesAlone {

  private ImagesAlone() {}

  /**
   * An objection to data that are no images.
   *
   * @param does what the augmentation does: {@code mirrors}
   */
  static List<String> objections(String does, DataDescription data) {
    return data.shape().isImage()
        ? List.of()
        : List.of(
            "It %s images (height x width x channels), and these data are %s. Please leave it out: 'augmentation: none'."
                .formatted(does, data.shape()));
  }

  /**
   * Refuses examples that are no images.
   *
   * @param does what is done to images: {@code colours}
   */
  static void refuse(String does, DataShape example) {
    if (!example.isImage()) {
      throw new IllegalArgumentException(
          "It %s images (height x width x channels), and these data are %s. Please leave it out."
              .formatted(does, example));
    }
  }
}
