package org.tweedie.engine.file;

import java.io.IOException;

/** A file that is not what it should be; the message says what is wrong and in which file. */
public final class FileFormatException extends IOException {

  private static final long serialVersionUID = 1;

  /** With a sentence for the user. */
  public FileFormatException(String message) {
    super(message);
  }

  /** With a sentence for the user and what lies beneath it. */
  public FileFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
