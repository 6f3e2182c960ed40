package org.tweedie.engine.problem;

/** Training that cannot go on; the message says why and what to try. */
public final class TrainingFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** With what happened, and what to try. */
  public TrainingFailure(String message) {
    super(message);
  }
}
