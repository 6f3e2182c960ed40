package org.tweedie.engine.run;

import com.google.inject.spi.Message;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.data.DataException;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Advice;
import org.tweedie.engine.plugin.TimeLimit;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/**
 * What is wrong with the components of a config, told at the place where each was chosen.
 *
 * @param config where they were chosen
 * @param problems takes what is wrong
 */
record ComponentProblems(RunConfig config, Problems problems) {

  /** Which component: of a kind of which there may be several, the one at an index. */
  record Place(Kind<?> kind, int index) {
    Place(Kind<?> kind) {
      this(kind, 0);
    }
  }

  /** A component that threw when it was made, or that asked for one which did. */
  void refused(Place asked, Throwable cause) {
    Place place = asked.kind().isList() ? asked : whose(cause).orElse(asked);
    Kind<?> kind = place.kind();
    if (cause instanceof DataException) {
      problem("data", place, String.valueOf(cause.getMessage()));
    } else if (cause instanceof IllegalArgumentException) {
      problem("invalid-value", place, String.valueOf(cause.getMessage()));
    } else if (cause instanceof LinkageError missing) {
      problem(
          Advice.code(missing),
          place,
          "The %s '%s' (%s) cannot be made."
              .formatted(kind.word(), name(place), choice(place).type().origin()),
          Advice.missing(missing));
    } else if (choice(place).type().origin().jar().isPresent()) {
      problem(
          "plugin-broken",
          place,
          "The %s '%s' (%s) fails when it is made: %s."
              .formatted(
                  kind.word(), name(place), choice(place).type().origin(), Advice.thrown(cause)),
          "Please choose another, and tell its author.");
    } else if (cause instanceof ComponentFailure another) {
      // One that this one asked, which is named there.
      throw another;
    } else {
      throw new IllegalStateException(
          "The %s '%s' could not be made: %s".formatted(kind.word(), name(place), cause), cause);
    }
  }

  /** A component that is not made for ever, or that asked for one which is not. */
  void endless(Place asked, TimeLimit.Exceeded endless) {
    Place place = whose(endless).orElse(asked);
    problem(
        "plugin-broken",
        place,
        "Making the %s '%s' (%s) %s."
            .formatted(
                place.kind().word(), name(place), choice(place).type().origin(), endless.words()),
        "Please choose another, and tell its author.");
  }

  /** The component whose code threw: the innermost in the stack trace. */
  private Optional<Place> whose(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .flatMap(
            frame ->
                places().stream()
                    .filter(
                        any -> choice(any).type().type().getName().equals(frame.getClassName())))
        .findFirst();
  }

  /** Components whose constructors ask for what a run does not have. */
  void cannotBeMade(Collection<Message> messages) {
    for (Message message : messages) {
      Place place =
          places().stream()
              .filter(
                  any ->
                      message.getSources().toString().contains(choice(any).type().type().getName()))
              .findFirst()
              .orElse(new Place(Kinds.DATA));
      problem(
          "plugin-component",
          place,
          "The %s '%s' (%s) asks for what a run does not offer: %s"
              .formatted(
                  place.kind().word(),
                  name(place),
                  choice(place).type().type().getName(),
                  message.getMessage().lines().findFirst().orElse("")),
          "A constructor may take the component's options, the DataDescription, and the run's other components.");
    }
  }

  /** The one of a kind does not go with others. */
  void incompatible(Kind<?> kind, String objection) {
    incompatible(new Place(kind), objection);
  }

  /** The same of one of several. */
  void incompatible(Place place, String... lines) {
    problem("incompatible", place, lines);
  }

  /** Anything else. */
  void problem(String code, Place place, String... lines) {
    boolean several = config.components(place.kind()).size() > 1;
    String path = place.kind().key() + (several ? "." + place.index() : "");
    problems.add(new Problem(code, choice(place).location(), path, List.of(lines)));
  }

  /** Of each component of the config. */
  List<Place> places() {
    return Kinds.all().stream()
        .flatMap(
            kind ->
                IntStream.range(0, config.components(kind).size())
                    .mapToObj(i -> new Place(kind, i)))
        .toList();
  }

  private Choice choice(Place place) {
    return config.components(place.kind()).get(place.index());
  }

  /** What the config calls it. */
  String name(Place place) {
    return choice(place).reference();
  }
}
