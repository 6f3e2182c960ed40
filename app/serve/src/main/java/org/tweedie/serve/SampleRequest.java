package org.tweedie.serve;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;

/**
 * A request for samples, read and checked.
 *
 * @param model of which model
 * @param run the model as the request uses it, to write with
 * @param config with which sampler and guidance
 * @param asked which samples
 * @param count how many
 * @param format what they are answered as
 * @param frames how many looks at the way from noise an event stream is to have
 */
record SampleRequest(
    ServedModel model,
    Run run,
    RunConfig config,
    Samples.Asked asked,
    int count,
    AnswerFormat format,
    int frames) {

  /** The kinds whose components a request may choose. */
  static final List<Kind<?>> CHOSEN = List.of(Kinds.SAMPLER, Kinds.GUIDANCE);

  /** The options of the section {@code sample} that a request may give. */
  static final List<String> OPTIONS =
      List.of("count", "classes", "captions", "seed", "columns", "scale", "noise");

  static final String SECTION = "sample";
  private static final int MOST_FRAMES = 60;
  private static final int USUAL_FRAMES = 20;

  /** Numbers that are answered as JSON at most: 20 MB of text. */
  private static final long MOST_NUMBERS = 2_000_000;

  /** Whether there can be a picture of the way, of a size that is drawn many times. */
  boolean isPictured() {
    return format == AnswerFormat.PNG;
  }

  /**
   * Reads a request.
   *
   * @param accept what the client says it accepts
   * @throws org.tweedie.engine.config.ConfigException with all its problems
   * @throws org.tweedie.engine.problem.RunException if the model cannot draw what is asked for
   */
  static SampleRequest read(
      byte[] json, Optional<String> accept, ServedModels models, ClientLimits limits) {
    Fields fields = Fields.of(json);
    Optional<ServedModel> model = models.chosen(fields);
    AnswerFormat format =
        fields.word("format", AnswerFormat.class).orElse(AnswerFormat.accepted(accept));
    boolean unconditional = fields.flag(AskedConditions.UNCONDITIONAL);
    int frames = (int) fields.whole("frames", 0, MOST_FRAMES).orElse(USUAL_FRAMES);
    AskedConditions conditions = AskedConditions.read(fields, model, limits);
    Layer said = fields.layer(CHOSEN.stream().map(Kind::key).toList(), SECTION, OPTIONS);
    fields.rejectOthers();
    Optional<RunConfig> config = model.flatMap(it -> fields.changed(it.config(), said));
    if (model.isEmpty() || config.isEmpty()) {
      fields.check();
      throw new IllegalStateException("what is missing was told");
    }
    return read(
        fields, model.get(), config.get(), conditions, format, unconditional, frames, limits);
  }

  private static SampleRequest read(
      Fields fields,
      ServedModel model,
      RunConfig config,
      AskedConditions conditions,
      AnswerFormat format,
      boolean unconditional,
      int frames,
      ClientLimits limits) {
    int own = config.sample().count();
    int count = fields.has("count") ? own : Math.min(own, limits.options().maxCount());
    AskedConditions.check(config.sample(), limits, fields);
    limits.check(config, model.config(), CHOSEN, fields);
    limits.checkCount(count, format == AnswerFormat.PNG, config, model.data().shape(), fields);
    if (format == AnswerFormat.JSON && (long) count * model.data().shape().size() > MOST_NUMBERS) {
      fields
          .problems()
          .add(
              "too-much",
              fields.place("count"),
              "sample.count",
              "%d samples of %s are more numbers than are answered as JSON."
                  .formatted(count, model.data().shape()),
              "Take the format npy, or fewer samples.");
    }
    fields.check();
    Samples all = Samples.count(count).ofNumbers(conditions.numbers());
    Samples samples = unconditional ? all.ofNoClass() : all;
    Samples.Asked asked = new Samples.Asked(samples, config.sample(), conditions.images());
    Run run = model.using(model.shared(config));
    run.requests().check(asked, format.output());
    return new SampleRequest(model, run, config, asked, count, format, frames);
  }
}
