package org.tweedie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tweedie.engine.Samples;
import picocli.CommandLine.Option;

/** What samples are to be of. */
final class AskedSamples {

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      split = ",",
      description =
          "Class to sample, by name or number from 0; may be given several times (default: all in turn).")
  private List<String> classes = new ArrayList<>();

  @Option(
      names = "--caption",
      paramLabel = "TEXT",
      description =
          "What the samples are to show; may be given several times, for samples in turn (default: the captions of test examples).")
  private List<String> captions = new ArrayList<>();

  @Option(
      names = "--number",
      paramLabel = "NAME=VALUE",
      description =
          "A number that the samples are to have, by its name in the data; may be given several times.")
  private Map<String, Double> numbers = new LinkedHashMap<>();

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description =
          "The image that the samples are to go with, as PNG or JPEG; may be given several times, for samples in turn (default: those of test examples).")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--unconditional",
      description = "Samples of no particular class, and of no caption.")
  private boolean unconditional;

  /** As many, and from as much chance, as the config says. */
  Samples samples() {
    return new Samples(
        OptionalInt.empty(),
        OptionalLong.empty(),
        classes,
        captions,
        numbers,
        images,
        Optional.empty(),
        unconditional);
  }
}
