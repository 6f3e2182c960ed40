package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.plugin.Description;

/** The images that those of {@link ToldData} go with. */
@Description("images that others go with")
public final class HalfData implements DataSource {

  private final DataSource told = new ToldData(new ToldData.Options(false, false, true, ""));

  /** Has no options. */
  @Inject
  public HalfData() {}

  @Override
  public DataDescription description() {
    return DataDescription.of(ToldData.HALF);
  }

  @Override
  public Examples train() {
    return new Halves(told.train());
  }

  @Override
  public Examples test() {
    return new Halves(told.test());
  }

  private record Halves(Examples whole) implements Examples {

    @Override
    public int size() {
      return whole.size();
    }

    @Override
    public void read(int index, float[] target, int offset) {
      float[] image = whole.conditionImage(index).orElseThrow();
      System.arraycopy(image, 0, target, offset, image.length);
    }

    @Override
    public int label(int index) {
      return whole.label(index);
    }
  }
}
