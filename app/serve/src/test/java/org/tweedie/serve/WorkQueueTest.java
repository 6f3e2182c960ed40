package org.tweedie.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that wait for one thread. What the thread is to do next is decided by latches. */
class WorkQueueTest {

  private static final long LIMIT = 60;

  private final Meters meters = new Meters();
  private final WorkQueue queue = new WorkQueue("test", 4, Duration.ZERO, meters);
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    queue.close();
    meters.close();
  }

  /** One of a group, which tells with whom it was done. */
  private final class Grouped extends Ask<String> {
    private final String group;
    private final int rows;

    Grouped(String group, int rows) {
      super(LIMIT);
      this.group = group;
      this.rows = rows;
    }

    @Override
    Object group() {
      return group;
    }

    @Override
    int rows() {
      return rows;
    }

    @Override
    int room() {
      return 10;
    }

    @Override
    void run(List<Ask<?>> together) {
      done.add(group + together.stream().map(Ask::rows).toList());
      together.forEach(job -> ((Grouped) job).complete("done"));
    }
  }

  /** Keeps the thread busy until it is let go. */
  private TaskJob<String> busy(CountDownLatch letGo) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    TaskJob<String> job =
        new TaskJob<>(
            LIMIT,
            unwanted -> {
              begun.countDown();
              letGo.await();
              return "done";
            });
    queue.submit(job);
    begun.await();
    return job;
  }

  @Test
  void whatHasComeMeanwhileIsDoneTogetherAsFarAsABatchHoldsIt() throws Exception {
    CountDownLatch letGo = new CountDownLatch(1);
    busy(letGo);
    List<Grouped> jobs =
        List.of(new Grouped("a", 4), new Grouped("b", 1), new Grouped("a", 5), new Grouped("a", 2));
    jobs.forEach(queue::submit);
    letGo.countDown();
    for (Grouped job : jobs) {
      assertThat(job.await()).isEqualTo("done");
    }
    assertThat(done).containsExactly("a[4, 5]", "b[1]", "a[2]");
  }

  @Test
  void moreThanMayWaitAreToldToComeLater() throws Exception {
    CountDownLatch letGo = new CountDownLatch(1);
    busy(letGo);
    List<Grouped> jobs =
        List.of(new Grouped("a", 1), new Grouped("b", 1), new Grouped("c", 1), new Grouped("d", 1));
    jobs.forEach(queue::submit);
    assertThatThrownBy(() -> queue.submit(new Grouped("a", 1)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(429);
              assertThat(refusal.retryAfter().orElse(0)).isBetween(1L, 60L);
            });
    jobs.get(0).abandon();
    Grouped fits = new Grouped("a", 1);
    queue.submit(fits);
    letGo.countDown();
    assertThat(fits.await()).isEqualTo("done");
    assertThat(done)
        .as("what nobody waits for is not done")
        .containsExactly("b[1]", "c[1]", "d[1]", "a[1]");
  }

  @Test
  void aFailureEndsOneJobAndNotTheThread() throws Exception {
    for (Throwable failure : List.of(new IllegalStateException("odd"), new StackOverflowError())) {
      TaskJob<String> job =
          new TaskJob<>(
              LIMIT,
              unwanted -> {
                if (failure instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) failure;
              });
      queue.submit(job);
      assertThatThrownBy(job::await).isSameAs(failure);
    }
    Grouped after = new Grouped("a", 1);
    queue.submit(after);
    assertThat(after.await()).isEqualTo("done");
  }

  @Test
  void aJobThatTakesTooLongIsGivenUp() throws Exception {
    CountDownLatch letGo = new CountDownLatch(1);
    busy(letGo);
    TaskJob<String> late = new TaskJob<>(0, unwanted -> "late");
    queue.submit(late);
    assertThatThrownBy(late::await)
        .isInstanceOfSatisfying(Refusal.class, it -> assertThat(it.status()).isEqualTo(503));
    letGo.countDown();
  }

  @Test
  void whatWaitsIsDoneBeforeTheEndAndNothingElseIsTaken() throws Exception {
    CountDownLatch letGo = new CountDownLatch(1);
    TaskJob<String> busy = busy(letGo);
    Grouped waiting = new Grouped("a", 1);
    queue.submit(waiting);
    queue.stop();
    assertThatThrownBy(() -> queue.submit(new Grouped("a", 1)))
        .isInstanceOfSatisfying(Refusal.class, it -> assertThat(it.status()).isEqualTo(503));
    letGo.countDown();
    assertThat(busy.await()).isEqualTo("done");
    assertThat(waiting.await()).isEqualTo("done");
    assertThat(queue.isDone(Duration.ofMinutes(1))).isTrue();
  }
}
