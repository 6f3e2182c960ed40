package org.tweedie.engine.problem;

/**
 * A run cannot be made, opened or used as it was asked: there is none in the folder, or one
 * already, or it has no checkpoint, or it does not know what is asked for. The message is for the
 * person who asked.
 */
public final class RunException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** With what is wrong, and what to do about it. */
  public RunException(String message) {
    super(message);
  }
}
