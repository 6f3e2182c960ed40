package org.tweedie.study.stage;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tweedie.api.measure.Measure.Subject;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.inspection.Inspection;

/** Finds the stages of trials, and names each by what it depends on. Used by one thread. */
public final class StagePlanner {

  private static final Set<Kind.Stage> TRAINED = EnumSet.of(Kind.Stage.MODEL, Kind.Stage.TRAINING);
  private static final Set<Kind.Stage> SAMPLED = EnumSet.of(Kind.Stage.SAMPLING);
  private static final Set<Kind.Stage> MEASURED = EnumSet.of(Kind.Stage.MEASURING);

  private final Software software = new Software();
  private final Optional<GivenNetwork> given;

  /**
   * A planner.
   *
   * @param given the network that all trials use; empty where they train their own
   */
  public StagePlanner(Optional<GivenNetwork> given) {
    this.given = given;
  }

  /** The stages of a trial. */
  public TrialStages of(RunConfig config, Inspection inspection) {
    Map<String, String> allSoftware = new TreeMap<>(software.program());
    for (Set<Kind.Stage> stages : List.of(TRAINED, SAMPLED, MEASURED)) {
      allSoftware.putAll(software.of(config, stages));
    }
    Map<String, String> allInputs = new TreeMap<>();
    inspection.inputs().values().forEach(allInputs::putAll);
    String sampling =
        keys(config, inspection, SAMPLED)
            .options("sample", config.with("sample.count", inspection.samples()).sample())
            .toString();
    return new TrialStages(
        config,
        training(config, inspection),
        sampling,
        measurements(config, inspection),
        allSoftware,
        allInputs,
        inspection.testExamples(),
        inspection.samples());
  }

  private Stage training(RunConfig config, Inspection inspection) {
    String key =
        given
            .map(GivenNetwork::key)
            .orElseGet(
                () ->
                    StageKeys.hash(
                        keys(config, inspection, TRAINED).options("train", config.train())
                            + ending(config, inspection)));
    return new Stage(
        new StageId(Phase.TRAIN, key),
        config,
        given.map(GivenNetwork::step).orElse((long) config.train().steps()),
        Optional.empty());
  }

  /** A training that a reading may end depends on all that the reading does, and on when. */
  private String ending(RunConfig config, Inspection inspection) {
    if (inspection.watched().isEmpty()) {
      return "";
    }
    StageKeys keys = new StageKeys().options("evaluate", config.evaluate());
    for (int i = 0; i < inspection.measures().size(); i++) {
      Inspection.Reads measure = inspection.measures().get(i);
      if (measure.keys().contains(inspection.watched().get())) {
        Choice choice = config.components(Kinds.MEASURES).get(i);
        keys.component(Kinds.MEASURES.key(), choice)
            .all(software.of(choice))
            .all(inspection.inputs().getOrDefault(Kind.Stage.MEASURING, Map.of()))
            .all(Map.of("measured every", String.valueOf(config.train().measureEvery())));
        return measure.subject() == Subject.WEIGHTS
            ? keys.toString()
            : keys
                + keys(config, inspection, SAMPLED)
                    .options("sample", config.with("sample.count", inspection.samples()).sample())
                    .toString();
      }
    }
    return keys.all(Map.of("looked at every", String.valueOf(config.train().evaluateEvery())))
        .toString();
  }

  private StageKeys keys(RunConfig config, Inspection inspection, Set<Kind.Stage> stages) {
    StageKeys keys =
        new StageKeys()
            .components(config, stages)
            .all(software.program())
            .all(software.of(config, stages));
    stages.forEach(stage -> keys.all(inspection.inputs().getOrDefault(stage, Map.of())));
    return keys;
  }

  /** Where the network is another run's, its name tells nothing of the data that are measured. */
  private StageKeys data(RunConfig config, Inspection inspection) {
    return given.isPresent()
        ? new StageKeys()
            .component(Kinds.DATA.key(), config.component(Kinds.DATA))
            .all(software.of(config.component(Kinds.DATA)))
            .all(inspection.inputs().getOrDefault(Kind.Stage.TRAINING, Map.of()))
        : new StageKeys();
  }

  private List<TrialStages.Measurement> measurements(RunConfig config, Inspection inspection) {
    String data = data(config, inspection).toString();
    List<TrialStages.Measurement> measurements = new ArrayList<>();
    List<Choice> choices = config.components(Kinds.MEASURES);
    for (int i = 0; i < choices.size(); i++) {
      String text =
          new StageKeys()
                  .component(Kinds.MEASURES.key(), choices.get(i))
                  .all(software.program())
                  .all(software.of(choices.get(i)))
                  .all(inspection.inputs().getOrDefault(Kind.Stage.MEASURING, Map.of()))
                  .options("evaluate", config.evaluate())
              + data;
      measurements.add(
          new TrialStages.Measurement(
              config.with(Kinds.MEASURES.key(), List.of(choices.get(i))),
              text,
              inspection.measures().get(i).subject() == Subject.SAMPLES,
              inspection.measures().get(i).keys()));
    }
    return measurements;
  }
}
