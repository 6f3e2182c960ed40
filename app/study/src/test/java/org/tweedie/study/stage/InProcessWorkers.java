package org.tweedie.study.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tweedie.engine.Tweedie;

/** Works on stages with the engine, in this process, before {@link #start} returns. */
public final class InProcessWorkers implements Workers {

  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final Tweedie tweedie;
  private final List<Job> jobs = new ArrayList<>();
  private int deaths;

  /** With an engine, which stays open. */
  public InProcessWorkers(Tweedie tweedie) {
    this.tweedie = tweedie;
  }

  /** So many of the next workers die once their first stage has ended. */
  public InProcessWorkers dying(int some) {
    deaths = some;
    return this;
  }

  /** What was asked for. */
  public List<Job> jobs() {
    return jobs;
  }

  @Override
  public Worker start(Job job, Consumer<Signal> signals) throws IOException {
    jobs.add(job);
    boolean dies = deaths-- > 0;
    int status = 0;
    try (StageWorker worker =
        new StageWorker(
            tweedie,
            new StopSignal(),
            signal -> {
              // It goes through words, as between processes.
              signals.accept(Signals.parse(Signals.line(signal)).orElseThrow());
              if (dies && signal instanceof Signal.Ended) {
                throw new Died();
              }
            })) {
      worker.run(StudyJson.parse(StudyJson.line(job), Job.class).orElseThrow(), 0);
    } catch (Died died) {
      status = 137;
    }
    signals.accept(new Signal.Exited(status, List.of()));
    return new Worker() {
      @Override
      public void stop() {}

      @Override
      public void kill() {}
    };
  }
}
