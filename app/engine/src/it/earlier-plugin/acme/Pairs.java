package acme;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.plugin.Description;

@Description("two clouds")
public final class Pairs implements DataSource {

  @Inject
  public Pairs() {}

  public DataDescription description() {
    return new DataDescription(DataShape.point(2), Optional.empty(), List.of("low", "high"));
  }

  public Examples train() {
    return new Cloud(64);
  }

  public Examples test() {
    return new Cloud(16);
  }

  private record Cloud(int size) implements Examples {

    public void read(int index, float[] target, int offset) {
      target[offset] = 2 * label(index) - 1 + 0.01f * index;
      target[offset + 1] = 0.5f - 0.01f * index;
    }

    public int label(int index) {
      return index % 2;
    }
  }
}
