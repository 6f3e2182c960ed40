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
 * are like and how many there are the run has kept, and to draw samples takes no more.
 */
final class LaterData implements DataSource {

  private final KeptData kept;
  private final Supplier<DataSource> open;
  private volatile Optional<DataSource> opened = Optional.empty();

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
    return new Later(kept.train(), DataSource::train);
  }

  @Override
  public Examples test() {
    return new Later(kept.test(), DataSource::test);
  }

  /**
   * The data themselves.
   *
   * @throws DataException if they are not what they were
   */
  DataSource opened() {
    // Seen by other threads as soon as it is there, so that they need not wait for one another.
    Optional<DataSource> there = opened;
    return there.isPresent() ? there.get() : open();
  }

  private synchronized DataSource open() {
    if (opened.isPresent()) {
      return opened.get();
    }
    DataSource source = open.get();
    kept.difference(source)
        .ifPresent(
            what -> {
              throw new DataException(
                  "The data are not those that the run was begun with: %s. Please put them back as they were, or name others by --set data=NAME."
                      .formatted(what));
            });
    opened = Optional.of(source);
    return source;
  }

  /** One split. */
  private final class Later implements ForwardedExamples {

    private final int size;
    private final Function<DataSource, Examples> split;

    Later(int size, Function<DataSource, Examples> split) {
      this.size = size;
      this.split = split;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Examples examples() {
      return split.apply(opened());
    }
  }
}
