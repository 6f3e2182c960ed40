package org.tweedie.serve;

import java.util.Locale;
import java.util.Optional;
import org.tweedie.engine.Run.Output;

/** What samples are answered as. */
enum AnswerFormat {
  /** A picture of all. */
  PNG("image/png", Output.GRID),
  /** An array of NumPy. */
  NPY("application/x-npy", Output.NPY),
  /** Numbers in the model's scale. */
  JSON("application/json", Output.CSV);

  private final String mediaType;
  private final Output output;

  AnswerFormat(String mediaType, Output output) {
    this.mediaType = mediaType;
    this.output = output;
  }

  String mediaType() {
    return mediaType;
  }

  /** The one file that holds the same. */
  Output output() {
    return output;
  }

  /** The format that a client says it accepts; JSON where it says nothing of those. */
  static AnswerFormat accepted(Optional<String> accept) {
    String types = accept.orElse("").toLowerCase(Locale.ROOT);
    for (AnswerFormat format : values()) {
      if (types.contains(format.mediaType)) {
        return format;
      }
    }
    return types.contains("application/octet-stream") ? NPY : JSON;
  }
}
