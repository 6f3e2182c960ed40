package __package__;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.laws.contract.ModelContract;

class __Component__Test extends ModelContract {

  @Override
  protected ModelFamily model() {
    return new __Component__(new __Component__.Options(8));
  }

  @Override
  protected DataDescription data() {
    return DataDescription.of(DataShape.image(4, 4, 1));
  }

  @Test
  void hasTwoLatents() {
    assertThat(model().latents(data()).orElseThrow().latents())
        .containsExactly(DataShape.point(8), DataShape.point(4));
  }
}
