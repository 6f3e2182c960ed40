package org.tweedie.engine.progress;

import java.nio.file.Path;
import java.util.List;

/**
 * What was found or made, for those who read it.
 *
 * @param text for people, without a line's end after it
 * @param json for machines; empty where there is nothing for them
 * @param files the files and folders that were written, in the order of writing
 */
public record Report(String text, String json, List<Path> files) {

  /** Copies the list. */
  public Report {
    files = List.copyOf(files);
  }

  /** Of what was not written to files. */
  public static Report of(String text, String json) {
    return new Report(text, json, List.of());
  }
}
