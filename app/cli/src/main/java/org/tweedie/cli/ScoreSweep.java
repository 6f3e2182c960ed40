package org.tweedie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.OptionValues;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.picture.PlotSheet;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;

/**
 * Settings of one option or two that a run is scored at.
 *
 * @param curves the option whose values are words or components, or the second one of numbers
 * @param option the option of numbers
 * @param settings one for each pair of their values
 * @param picture where to draw them
 */
record ScoreSweep(
    Optional<String> curves, Optional<String> option, List<Setting> settings, Path picture) {

  /** One pair of values, and the config that it makes. */
  record Setting(String curve, OptionalDouble value, RunConfig config) {

    /** What to say while it draws. */
    String words() {
      String number =
          value.isPresent() ? String.valueOf(value.getAsDouble()).replaceFirst("\\.0$", "") : "";
      return ("Sampling " + curve + (curve.isEmpty() || number.isEmpty() ? "" : ", ") + number)
          .strip();
    }
  }

  /**
   * Reads what was asked for, and checks every setting.
   *
   * @param over {@code PATH=VALUE,VALUE} each, one or two
   * @param overrides what is the same in all settings
   * @param out where to draw; by default in the run's folder
   * @throws IllegalArgumentException in words, if it cannot be understood
   * @throws org.tweedie.engine.config.ConfigException if a setting makes a wrong config
   */
  static ScoreSweep of(
      List<String> over,
      List<String> overrides,
      RunFolder run,
      Optional<Path> out,
      Registry registry) {
    List<OptionValues> axes =
        over.stream()
            .map(
                text ->
                    OptionValues.parse(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "--over wants an option and its values, as in guidance.scale=0,1,2,4 or sampler=ddim,heun, not '%s'."
                                        .formatted(text))))
            .toList();
    if (axes.size() > 2) {
      throw new IllegalArgumentException(
          "--over may be given twice: once for the axis to the right, once for the curves.");
    }
    Optional<OptionValues> numbers = axes.stream().filter(OptionValues::isNumeric).findFirst();
    List<OptionValues> others = new ArrayList<>(axes);
    numbers.ifPresent(others::remove);
    if (others.size() > 1) {
      throw new IllegalArgumentException(
          "Of two --over, one is an option whose values are numbers, as in sampler.steps=5,10,20.");
    }
    Path picture =
        out.orElseGet(
            () ->
                run.path()
                    .resolve(
                        "score-%s.png"
                            .formatted(
                                String.join(
                                    "-", axes.stream().map(OptionValues::option).toList()))));
    if (!PlotSheet.canWrite(picture)) {
      throw new IllegalArgumentException(
          "A plot is a PNG or an SVG file: '%s' ends otherwise.".formatted(picture));
    }
    return new ScoreSweep(
        others.stream().map(OptionValues::option).findFirst(),
        numbers.map(OptionValues::option),
        settings(others.stream().findFirst(), numbers, overrides, run, registry),
        picture);
  }

  /** What is farther up comes first: another sampler takes the place of all of one's options. */
  private static List<Setting> settings(
      Optional<OptionValues> curves,
      Optional<OptionValues> numbers,
      List<String> overrides,
      RunFolder run,
      Registry registry) {
    List<Path> file = List.of(run.config());
    RunConfig trained = ConfigReader.read(file, List.of(), registry);
    List<Setting> settings = new ArrayList<>();
    for (String curve : curves.map(OptionValues::values).orElse(List.of(""))) {
      for (String number : numbers.map(OptionValues::values).orElse(List.of(""))) {
        List<String> all = new ArrayList<>(overrides);
        curves.ifPresent(option -> all.add(option.override(curve)));
        numbers.ifPresent(option -> all.add(option.override(number)));
        all.sort(Comparator.comparingInt(ScoreSweep::depth));
        RunConfig config = ConfigReader.read(file, all, registry);
        Resumption.checkModel(run, trained, config);
        Assembler.assemble(config, registry).close();
        settings.add(new Setting(OptionValues.words(curve), OptionValues.number(number), config));
      }
    }
    return settings;
  }

  private static int depth(String override) {
    return override.replaceFirst("=.*", "").split("\\.").length;
  }

  /** Where the numbers go. */
  Path table() {
    return Path.of(picture.toString().replaceFirst("\\.[^.]*$", "") + ".csv");
  }
}
