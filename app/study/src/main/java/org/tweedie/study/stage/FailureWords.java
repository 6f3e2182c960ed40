package org.tweedie.study.stage;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.problem.TrainingFailure;

/** What a person is told of a stage that failed. */
final class FailureWords {

  private FailureWords() {}

  static List<String> of(Throwable failure) {
    String message = Optional.ofNullable(failure.getMessage()).orElse("no further message");
    if (failure instanceof OutOfMemoryError) {
      return List.of(
          "Out of memory: " + message + ".",
          "Smaller batches need less: train.batch, evaluate.batch, sample.batch."
              + " TWEEDIE_OPTS=-Xmx4g gives Java more.");
    }
    boolean words =
        failure instanceof ConfigException
            || failure instanceof DataException
            || failure instanceof FileFormatException
            || failure instanceof RunException
            || failure instanceof TrainingFailure
            || failure instanceof ModelFailure
            || failure instanceof ComponentFailure;
    return words
        ? message.lines().toList()
        : List.of(
            failure.getClass().getSimpleName()
                + ": "
                + message.lines().findFirst().orElse(message));
  }
}
