package org.tweedie.study.fake;

import jakarta.inject.Inject;
import java.util.List;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** A measure of weights and one of samples, which nobody takes. */
public final class FakeMeasures implements DiffusionPlugin {

  @Override
  public String name() {
    return "fake-measures";
  }

  @Override
  public void configure(Components components) {
    components.add(Kinds.MEASURES, "bits", Bits.class);
    components.add(Kinds.MEASURES, "likeness", Likeness.class);
  }

  /** Looks at weights. */
  @Description("looks at weights")
  public static final class Bits implements Measure {

    /**
     * Options.
     *
     * @param draws how many
     * @param examples how many of those that are held out; 0 is all
     */
    public record Options(
        @Description("how many draws") @Default("8") int draws,
        @Description("how many held-out examples; 0 is all") @Default("0") int examples) {}

    /** With options. */
    @Inject
    public Bits(Options options) {}

    @Override
    public Subject subject() {
      return Subject.WEIGHTS;
    }

    @Override
    public List<String> keys() {
      return List.of("test_bpd", "prior");
    }

    @Override
    public List<Reading> of(Measured measured) {
      throw new UnsupportedOperationException();
    }
  }

  /** Looks at samples. */
  @Description("looks at samples")
  public static final class Likeness implements Measure {

    /** Without options. */
    @Inject
    public Likeness() {}

    @Override
    public Subject subject() {
      return Subject.SAMPLES;
    }

    @Override
    public List<String> keys() {
      return List.of("recall", "seconds");
    }

    @Override
    public List<Reading> of(Measured measured) {
      throw new UnsupportedOperationException();
    }
  }
}
