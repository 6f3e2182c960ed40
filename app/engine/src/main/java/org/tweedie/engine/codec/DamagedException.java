package org.tweedie.engine.codec;

/**
 * What is decoded was not encoded so: the bits are damaged, or the model does not give the numbers
 * that it gave. The message is the end of a sentence that says of what.
 */
final class DamagedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DamagedException(String message) {
    super(message);
  }
}
