package org.tweedie.serve;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.WalkListener;

/**
 * Samples that were asked for. Requests are drawn side by side that have the same model, sampler,
 * guidance and noise; each gets what it would get alone. Where that fails, each is tried by itself,
 * so that none suffers from another.
 */
final class DrawJob extends Ask<Batch> {

  /** More are not kept for one who does not take them. */
  private static final int MOST_TOLD = 64;

  /** How the walk goes; the last one is told when all is over, and has no steps. */
  record Told(int step, int steps, Optional<Batch> signal) {
    boolean isEnd() {
      return steps == 0;
    }
  }

  private record Group(ServedModel model, RunConfig config, boolean unconditional) {}

  private static final Told END = new Told(0, 0, Optional.empty());

  private final Group group;
  private final Samples.Asked asked;
  private final int count;
  private final int frames;
  private final Meters meters;
  private final LinkedBlockingDeque<Told> told = new LinkedBlockingDeque<>();

  /**
   * Of a request.
   *
   * @param config what it is drawn with
   * @param frames how many looks at the way it wants
   */
  DrawJob(
      ServedModel model,
      RunConfig config,
      Samples.Asked asked,
      int frames,
      long limit,
      Meters meters) {
    super(limit);
    group = new Group(model, model.shared(config), asked.samples().unconditional());
    this.asked = asked;
    count = asked.samples().count().orElse(asked.options().count());
    this.frames = frames;
    this.meters = meters;
  }

  @Override
  Object group() {
    return group;
  }

  @Override
  int rows() {
    return count;
  }

  @Override
  int room() {
    return group.config.sample().batch();
  }

  @Override
  void run(List<Ask<?>> together) {
    List<DrawJob> jobs = together.stream().map(DrawJob.class::cast).toList();
    try {
      draw(jobs);
    } catch (CancellationException nobody) {
      jobs.forEach(job -> job.fail(nobody));
    } catch (IOException | RuntimeException | OutOfMemoryError failure) {
      if (jobs.size() == 1) {
        fail(failure);
      } else {
        jobs.forEach(job -> job.run(List.of(job)));
      }
    }
  }

  private void draw(List<DrawJob> jobs) throws IOException {
    group.model.tidy();
    Run run = group.model.using(group.config);
    List<Batch> drawn =
        run.requests().sample(jobs.stream().map(job -> job.asked).toList(), new Listener(jobs));
    meters.drawn(group.model.name(), jobs.size(), jobs.stream().mapToInt(job -> job.count).sum());
    for (int i = 0; i < jobs.size(); i++) {
      jobs.get(i).complete(drawn.get(i));
    }
  }

  @Override
  void complete(Batch value) {
    super.complete(value);
    told.add(END);
  }

  @Override
  void fail(Throwable failure) {
    super.fail(failure);
    told.add(END);
  }

  /** Waits for the next thing to tell; empty where there is none in that time. */
  Optional<Told> next(long nanos) throws InterruptedException {
    return Optional.ofNullable(told.poll(nanos, TimeUnit.NANOSECONDS));
  }

  /** Tells of a step of the batch, of which this request has the samples from {@code first} on. */
  private void step(int first, int from, int to, int step, int steps, Supplier<Batch> signal) {
    int begin = Math.max(first, from);
    int end = Math.min(first + count, to);
    if (begin >= end || told.size() >= MOST_TOLD) {
      return;
    }
    // Of more samples than walk side by side the first ones are shown.
    boolean shown = begin == first && isKept(step, steps);
    told.add(
        new Told(
            step,
            steps,
            shown ? Optional.of(signal.get().slice(begin - from, end - from)) : Optional.empty()));
  }

  /** Whether a step is among as many as are wanted, spread evenly. */
  private boolean isKept(int step, int steps) {
    return (long) step * frames / steps > (long) (step - 1) * frames / steps;
  }

  private record Listener(List<DrawJob> jobs) implements WalkListener {

    @Override
    public void step(int from, int to, int step, int steps, Supplier<Batch> signal) {
      int first = 0;
      for (DrawJob job : jobs) {
        job.step(first, from, to, step, steps, signal);
        first += job.count;
      }
    }

    @Override
    public boolean isStopWanted() {
      return jobs.stream().allMatch(Ask::isOver);
    }
  }
}
