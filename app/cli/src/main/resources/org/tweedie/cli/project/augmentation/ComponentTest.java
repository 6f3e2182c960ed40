package __package__;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.training.Augmentation;
import org.tweedie.laws.contract.AugmentationContract;

class __Component__Test extends AugmentationContract {

  @Override
  protected Augmentation augmentation() {
    return new __Component__(new __Component__.Options(0.5), data());
  }

  @Override
  protected DataDescription data() {
    return new DataDescription(
        DataShape.image(4, 3, 2), Optional.of(new Levels(256)), List.of());
  }
}
