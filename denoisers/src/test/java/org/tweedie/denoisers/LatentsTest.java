package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;

class LatentsTest {

  @Test
  void withoutAnAutoencoderTheDataAreDiffused() {
    assertThat(new NoLatents().autoencoder(DataDescription.of(DataShape.point(2)))).isEmpty();
  }
}
