package org.tweedie.engine.run;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.DataWithoutExamples;
import org.tweedie.engine.data.ForwardedExamples;
import org.tweedie.engine.problem.Problems;

/**
 * The data of a run that was begun, which are opened when an example is first asked for: what they
 * are like the run has kept, and to draw samples takes no more.
 */
final class LaterData implements DataSource {

  private final KeptData kept;
  private final Supplier<DataSource> open;
  private volatile Optional<Opened> opened = Optional.empty();

  /**
   * Opens nothing yet.
   *
   * @param kept what is known of them
   * @param open opens them
   */
  LaterData(KeptData kept, Supplier<DataSource> open) {
    this.kept = kept;
    this.open = open;
  }

  /**
   * Those of a run, where it has kept what they are like and they are to be the same.
   *
   * @param config how the run is used
   * @param trained the config that it was trained with
   * @param advised makes more of what is wrong with a config
   */
  static Optional<DataSource> of(
      RunConfig config,
      RunConfig trained,
      RunFolder folder,
      UnaryOperator<ConfigException> advised) {
    boolean same =
        Stream.of(Kinds.DATA, Kinds.IMAGE_CONDITION)
            .allMatch(kind -> config.components(kind).equals(trained.components(kind)));
    boolean hasExamples =
        config.components(Kinds.DATA).stream()
            .noneMatch(data -> DataWithoutExamples.class.equals(data.type().type()));
    return same && hasExamples
        ? Provenance.data(folder).map(kept -> new LaterData(kept, () -> opened(config, advised)))
        : Optional.empty();
  }

  private static DataSource opened(RunConfig config, UnaryOperator<ConfigException> advised) {
    try {
      DataSource data = Assembler.data(config);
      Problems problems = new Problems();
      new Lawfulness(config, problems).check(data);
      if (!problems.isEmpty()) {
        throw new ConfigException(problems.all());
      }
      return data;
    } catch (ConfigException refused) {
      throw advised.apply(refused);
    }
  }

  @Override
  public DataDescription description() {
    return kept.description();
  }

  @Override
  public Examples train() {
    return new Later(Opened::train);
  }

  @Override
  public Examples test() {
    return new Later(Opened::test);
  }

  /** How many examples are held out: of data that are not open yet, how many there were. */
  static int testSize(DataSource data) {
    return data instanceof LaterData later ? later.kept.test() : data.test().size();
  }

  /** The same of those that are trained on. */
  static int trainSize(DataSource data) {
    return data instanceof LaterData later ? later.kept.train() : data.train().size();
  }

  /**
   * The data themselves.
   *
   * @throws DataException if they are not like what they were
   */
  DataSource source() {
    return opened().source();
  }

  private Opened opened() {
    // Seen by other threads as soon as they are there, so that none waits for another.
    Optional<Opened> there = opened;
    return there.isPresent() ? there.get() : open();
  }

  private synchronized Opened open() {
    if (opened.isEmpty()) {
      DataSource source = open.get();
      if (!source.description().equals(description())) {
        throw new DataException(
            "The data are not like those that the run was begun with: they are %s, where they were %s. Please put them back as they were."
                .formatted(source.description(), description()));
      }
      opened = Optional.of(new Opened(source, source.train(), source.test()));
    }
    return opened.get();
  }

  /** The data with both splits, which a plugin may make anew each time that it is asked. */
  private record Opened(DataSource source, Examples train, Examples test) {}

  /** One split. */
  private final class Later implements ForwardedExamples {

    private final Function<Opened, Examples> split;

    Later(Function<Opened, Examples> split) {
      this.split = split;
    }

    @Override
    public Examples examples() {
      return split.apply(opened());
    }
  }
}
