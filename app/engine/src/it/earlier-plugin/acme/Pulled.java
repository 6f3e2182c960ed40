package acme;

import jakarta.inject.Inject;
import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.InOrder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseSchedule;

@Description("nothing, if it comes first")
public final class Pulled implements Guidance, Selective {

  @Inject
  public Pulled() {}

  public DiffusionModel guide(DiffusionModel model) {
    return new DiffusionModel() {
      public NoiseSchedule schedule() {
        return model.schedule();
      }

      public Prediction predict(Batch z, double[] times, Condition condition) {
        return model.predict(z, times, condition);
      }

      public Differentiated differentiate(
          Batch z, double[] times, Condition condition, Batch cotangent) {
        Differentiated both = model.differentiate(z, times, condition, cotangent);
        return new Differentiated(both.prediction(), both.gradient());
      }
    };
  }

  public List<String> objections(Assembly assembly) {
    List<Guidance> all =
        assembly.guidance() instanceof InOrder several
            ? several.members()
            : List.of(assembly.guidance());
    return all.indexOf(this) == 0 ? List.of() : List.of("I want to come first.");
  }
}
