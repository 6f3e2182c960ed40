package acme;

import jakarta.inject.Inject;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;

@Description("the error of the noise")
public final class NoiseError implements Objective, Selective {

  public record Options(@Description("what it predicts") @Default("noise") Parameterization predict) {}

  private final Parameterization predicts;

  @Inject
  public NoiseError(Options options) {
    predicts = options.predict();
  }

  public Parameterization predicts() {
    return predicts;
  }

  public Operand<TFloat32> loss(Denoising batch) {
    return SignalError.weighted(batch, predicts, batch.level().logSnr());
  }

  public List<String> objections(Assembly assembly) {
    return assembly.objective() == this ? List.of() : List.of("I am another objective.");
  }
}
