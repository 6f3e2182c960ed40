package org.tweedie.engine.training;

/** Training that cannot go on; the message says why and what to try. */
public final class TrainingFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  TrainingFailure(String message) {
    super(message);
  }
}
