package org.tweedie.engine.ahead;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AheadTest {

  @BeforeEach
  void needsTwoCores() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
  }

  @Test
  void doesNotWaitAndKeepsNoJvmAlive() throws InterruptedException {
    CountDownLatch returned = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    AtomicReference<Thread> ran = new AtomicReference<>();
    Ahead.begin(
        "test",
        () -> {
          try {
            returned.await();
            ran.set(Thread.currentThread());
            done.countDown();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    returned.countDown();
    assertThat(done.await(10, SECONDS)).isTrue();
    assertThat(ran.get().isDaemon()).isTrue();
    assertThat(ran.get().getName()).isEqualTo("test");
  }

  @Test
  void whatFailsIsToldByNobody() throws InterruptedException {
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    AtomicReference<Thread> ran = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    Ahead.begin(
        "test",
        () -> {
          Thread.currentThread()
              .setUncaughtExceptionHandler((thread, thrown) -> uncaught.set(thrown));
          ran.set(Thread.currentThread());
          begun.countDown();
          throw new UnsatisfiedLinkError("not there");
        });
    assertThat(begun.await(10, SECONDS)).isTrue();
    ran.get().join(10_000);
    assertThat(ran.get().isAlive()).isFalse();
    assertThat(uncaught.get()).isNull();
  }
}
