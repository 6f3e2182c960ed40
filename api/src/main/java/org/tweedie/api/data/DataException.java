package org.tweedie.api.data;

/**
 * Data that cannot be used, told to the person who named them: the message says what is wrong, with
 * which file, and what to do about it.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** With a sentence for the user. */
  public DataException(String message) {
    super(message);
  }

  /** With a sentence for the user and what lies beneath it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
