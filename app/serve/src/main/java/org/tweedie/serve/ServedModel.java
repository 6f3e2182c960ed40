package org.tweedie.serve;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.problem.RunException;

/**
 * One model that is served, of the checkpoint that was the newest when the server started. Of its
 * methods those say so that are for one thread.
 */
final class ServedModel implements AutoCloseable {

  private final String name;
  private final Run run;
  private final long step;
  private final UsedRuns runs;
  private final ServedRun.Opener opener;

  /** A second run of its own for measures, opened when it is first asked for. */
  private Optional<Run> measured = Optional.empty();

  private ServedModel(ServedRun served, Run run, long step) {
    name = served.name();
    opener = served.opener();
    this.run = run;
    this.step = step;
    runs = new UsedRuns(run);
  }

  /**
   * Opens a run and its network.
   *
   * @throws RunException if there is no checkpoint
   */
  static ServedModel open(ServedRun served) throws IOException {
    Run run = served.opener().open();
    try {
      long step = run.step();
      // A training that goes on must not change what is served.
      run.at(step);
      run.requests().prepare();
      // What requests may need is missed when the server starts, and not by who asks.
      run.data().test().size();
      return new ServedModel(served, run, step);
    } catch (IOException | RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  long step() {
    return step;
  }

  long parameters() {
    return run.parameters();
  }

  /** What the run is made of, and how it is sampled unless a request says otherwise. */
  RunConfig config() {
    return run.config();
  }

  DataDescription data() {
    return run.assembly().data();
  }

  /** The parts of a condition that the model is told. */
  Set<ConditionPart> told() {
    return run.assembly().told();
  }

  /** The numbers that the model is told, with their scales. */
  List<NumberScale> numbers() {
    return run.assembly().conditioning().numbers();
  }

  /** Whether the model draws samples of which a part is not told. */
  boolean drawsWithout(ConditionPart part) {
    return run.assembly().dropout(part) > 0;
  }

  /** Whether the model draws samples of which nothing is told. */
  boolean drawsUnconditionally() {
    return (data().classes().isEmpty() || run.assembly().labelDropout() > 0)
        && told().stream().allMatch(this::drawsWithout);
  }

  /** Guidance that has a scale and can do without any other option. */
  List<String> guidanceWithScale() {
    return config().registry().withOption(Kinds.GUIDANCE, "scale");
  }

  /**
   * The run as a config uses it, to be drawn with by the thread of drawing alone.
   *
   * @throws org.tweedie.engine.config.ConfigException if its components do not go together
   */
  Run using(RunConfig config) {
    return runs.of(config);
  }

  /** The run as it is; for the thread of drawing. */
  Run run() {
    return run;
  }

  /** The same model for the thread of measures, which may take minutes beside those who draw. */
  synchronized Run measured() throws IOException {
    if (measured.isEmpty()) {
      Run another = opener.open();
      try {
        another.at(step);
      } catch (IOException | RuntimeException | Error e) {
        another.close();
        throw e;
      }
      measured = Optional.of(another);
    }
    return measured.get();
  }

  /** Closes what is kept no longer; for the thread of drawing. */
  void tidy() {
    runs.tidy();
  }

  /**
   * A config without what tells requests apart that are drawn side by side: how many samples of
   * which classes from which seed, and how they are shown.
   */
  RunConfig shared(RunConfig config) {
    SampleOptions asked = config.sample();
    SampleOptions own = run.config().sample();
    return new RunConfig(
        config.components(),
        config.train(),
        config.evaluate(),
        new SampleOptions(
            own.count(),
            own.columns(),
            own.classes(),
            own.captions(),
            own.batch(),
            own.seed(),
            own.scale(),
            own.weights(),
            asked.noise(),
            asked.imageNoise()),
        config.registry());
  }

  @Override
  public synchronized void close() {
    measured.ifPresent(Run::close);
    runs.close();
    run.close();
  }
}
