package org.tweedie.study.results;

/** A question that cannot be answered; the message says why. */
public final class QueryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** With a sentence for the user. */
  public QueryException(String message) {
    super(message);
  }

  /** With a sentence for the user and what lies beneath it. */
  public QueryException(String message, Throwable cause) {
    super(message, cause);
  }
}
