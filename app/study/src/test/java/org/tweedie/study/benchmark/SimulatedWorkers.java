package org.tweedie.study.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.tweedie.study.StudyDisplay;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers;

/**
 * Workers whose stages take no time but that of a clock. The study's own work counts as long as it
 * really takes; what workers write themselves does not count. The clock moves on when the study
 * shows how it stands, which it does whenever it has nothing else to do.
 */
final class SimulatedWorkers implements Workers, StudyDisplay {

  /**
   * What takes time, in seconds.
   *
   * @param start of a process until it begins
   * @param stages of each phase
   * @param submit of the study for each process that it starts
   * @param look between two looks at how processes stand; 0 where an end is heard at once
   */
  record Times(double start, Map<Phase, Double> stages, double submit, double look) {}

  private record Event(double time, long order, Signal signal, Consumer<Signal> hears)
      implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      int byTime = Double.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final Times times;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final long begin = System.nanoTime();
  private double offset;
  private double apart;
  private double worked;
  private long order;

  SimulatedWorkers(Times times) {
    this.times = times;
  }

  /** Seconds since the beginning. */
  double now() {
    return offset + own();
  }

  /** Seconds that the study itself worked. */
  double own() {
    return (System.nanoTime() - begin) / 1e9 - apart;
  }

  /** Seconds that workers worked, all together. */
  double worked() {
    return worked;
  }

  @Override
  public Worker start(Job job, Consumer<Signal> signals) throws IOException {
    long since = System.nanoTime();
    offset += times.submit();
    double time = now() + times.start();
    double first = now();
    for (Job.Work work : job.works()) {
      StageFolder folder = new StageFolder(Path.of(work.folder()));
      add(time, new Signal.Begun(work.stage()), signals);
      double takes = times.stages().getOrDefault(work.stage().phase(), 0.0);
      time += takes;
      Outcome outcome =
          Outcome.none(work.stage())
              .begun()
              .at(work.step())
              .took(0, takes)
              .ended(Status.DONE, List.of());
      folder.write(outcome);
      add(time, new Signal.Ended(outcome), signals);
    }
    worked += time - first;
    double heard = times.look() > 0 ? Math.ceil(time / times.look()) * times.look() : time;
    add(heard, new Signal.Exited(0, List.of()), signals);
    apart += (System.nanoTime() - since) / 1e9;
    // Something is heard at once, or the study would really wait for it.
    signals.accept(new Signal.Waiting(""));
    return new Worker() {
      @Override
      public void stop() {}

      @Override
      public void kill() {}
    };
  }

  private void add(double time, Signal signal, Consumer<Signal> hears) {
    events.add(new Event(time, order++, signal, hears));
  }

  @Override
  public void show(Standing standing) {
    Event next = events.peek();
    if (next == null) {
      return;
    }
    offset += Math.max(0, next.time() - now());
    double now = now();
    while (!events.isEmpty() && events.peek().time() <= now) {
      Event due = events.remove();
      due.hears().accept(due.signal());
    }
  }

  @Override
  public void say(String lines) {}

  @Override
  public void close() {}
}
