package org.tweedie.cli;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ExampleConfigs;
import org.tweedie.engine.inspection.Distillation;
import org.tweedie.study.design.ExampleStudies;

/** Values of options that a shell completes; found when they are asked for. */
final class Candidates {

  private Candidates() {}

  /** Names of the examples, of configs and of studies. */
  static final class ExampleNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(ExampleConfigs.NAMES.stream(), ExampleStudies.NAMES.stream()).iterator();
    }
  }

  /** Names of the measures that come with the program. */
  static final class MeasureNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return builtIn(Kinds.MEASURES);
    }
  }

  /** Names of the samplers that come with the program. */
  static final class SamplerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return builtIn(Kinds.SAMPLER);
    }
  }

  /** Names of the schedules that come with the program. */
  static final class ScheduleNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return builtIn(Kinds.SCHEDULE);
    }
  }

  /** Names of the objectives that learn from a teacher. */
  static final class StudentObjectives implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      try (Tweedie tweedie = Tweedie.load()) {
        return Distillation.objectives(tweedie.components()).stream()
            .map(tweedie.components()::reference)
            .toList()
            .iterator();
      }
    }
  }

  /** Names of the guidance that comes with the program. */
  static final class GuidanceNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return builtIn(Kinds.GUIDANCE);
    }
  }

  /** Keys of the kinds, and the components that come with the program, as {@code KIND/NAME}. */
  static final class KindsAndComponents implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      try (Tweedie tweedie = Tweedie.load()) {
        return Kinds.all().stream()
            .flatMap(
                kind ->
                    Stream.concat(
                        Stream.of(kind.key()),
                        tweedie.components().names(kind).stream()
                            .map(name -> kind.key() + "/" + name)))
            .toList()
            .iterator();
      }
    }
  }

  private static Iterator<String> builtIn(Kind<?> kind) {
    try (Tweedie tweedie = Tweedie.load()) {
      return List.copyOf(tweedie.components().names(kind)).iterator();
    }
  }
}
