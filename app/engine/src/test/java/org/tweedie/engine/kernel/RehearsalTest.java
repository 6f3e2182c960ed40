package org.tweedie.engine.kernel;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {

  /** On its own thread a failure would be seen by nobody. */
  @Test
  void endsWithoutAFault() {
    assertThatCode(Rehearsal::run).doesNotThrowAnyException();
  }
}
