package org.tweedie.study.stage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a stage of a trial does; each needs the one before it. */
public enum Phase {
  /** Trains a network. */
  TRAIN,
  /** Draws samples with a trained network. */
  SAMPLE,
  /** Takes a measure of a trained network or of samples. */
  MEASURE;

  /** As in files, and the name of the folder of such stages: {@code train}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What such a stage is called in sentences: {@code training}. */
  public String noun() {
    return switch (this) {
      case TRAIN -> "training";
      case SAMPLE -> "sampling";
      case MEASURE -> "measurement";
    };
  }

  /** So many of them: {@code 1 training}, {@code 3 trainings}. */
  public String count(long number) {
    return number + " " + noun() + (number == 1 ? "" : "s");
  }
}
