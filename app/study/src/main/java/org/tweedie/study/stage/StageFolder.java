package org.tweedie.study.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A stage's folder: of a training it is a run like any other.
 *
 * @param path the folder
 */
public record StageFolder(Path path) {

  /** Of the files of studies. Those before had no number; they are of format 1. */
  public static final int FORMAT = 2;

  /** How it stands. */
  public Path outcome() {
    return path.resolve("outcome.json");
  }

  /** The config that it is done with, with every option stated. */
  public Path config() {
    return path.resolve("stage.yaml");
  }

  /** The samples that were drawn. */
  public Path samples() {
    return path.resolve("samples.safetensors");
  }

  /** What it found, where it is a piece of what several processes measure or compress. */
  public Path part() {
    return path.resolve("part.json");
  }

  /** What its process printed. */
  public Path log() {
    return path.resolve("log.txt");
  }

  /** Taken by the process that works on it. */
  public Path lock() {
    return path.resolve("lock");
  }

  /** What is written or read today is of this format. */
  public static void checkFormat(int format) {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "its format is %d in the place of %d".formatted(format, FORMAT));
    }
  }

  /**
   * How it stands; empty where it was never begun, or the file cannot be read, or is another
   * stage's.
   */
  public Optional<Outcome> read() throws IOException {
    return StudyJson.read(outcome(), Outcome.class)
        .filter(outcome -> path.endsWith(outcome.stage().path()));
  }

  /** Whether there is a file of how it stands that cannot be read. */
  public boolean isDamaged() throws IOException {
    return Files.exists(outcome()) && read().isEmpty();
  }

  /** Writes how it stands. */
  public void write(Outcome outcome) throws IOException {
    Files.createDirectories(path);
    StudyJson.write(outcome(), outcome);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
