package org.tweedie.engine.problem;

/**
 * A trained model, or the way that samples are drawn of it, gives what are no numbers. The message
 * says what, and what to do.
 */
public final class ModelFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** With what it gives, and what to try. */
  public ModelFailure(String message) {
    super(message);
  }
}
