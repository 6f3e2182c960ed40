package org.tweedie.engine.plugin;

import java.util.Locale;
import java.util.Optional;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.NoiseSchedule;

/** The kinds of component, in the order of a config. */
public enum Kind {
  /** Where examples come from. */
  DATA(DataSource.class, "data source", "a data source"),
  /** How signal turns into noise. */
  SCHEDULE(NoiseSchedule.class, "schedule", "a schedule"),
  /** What the network looks like. */
  NETWORK(DenoiserNetwork.class, "network", "a network"),
  /** How the network's input and output are scaled. */
  PRECONDITIONING(Preconditioning.class, "preconditioning", "a preconditioning"),
  /** What the network predicts and how errors are weighed. */
  OBJECTIVE(Objective.class, "objective", "an objective"),
  /** Which times a training step looks at. */
  TIMES(TimeDistribution.class, "time distribution", "a time distribution"),
  /** How to walk from noise to data. */
  SAMPLER(Sampler.class, "sampler", "a sampler"),
  /** How a condition bends the prediction. */
  GUIDANCE(Guidance.class, "guidance", "a guidance");

  private final Class<?> spi;
  private final String word;
  private final String wordWithArticle;

  Kind(Class<?> spi, String word, String wordWithArticle) {
    this.spi = spi;
    this.word = word;
    this.wordWithArticle = wordWithArticle;
  }

  /** The key in a config: {@code sampler}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The interface that components of this kind implement. A schedule may implement {@link
   * org.tweedie.api.schedule.LearnedSchedule} instead.
   */
  public Class<?> spi() {
    return spi;
  }

  /** The kind in a sentence: {@code data source}. */
  public String word() {
    return word;
  }

  /** The kind in a sentence, with its article: {@code an objective}. */
  public String wordWithArticle() {
    return wordWithArticle;
  }

  /** Whether a run may have several components of this kind, applied in order. */
  public boolean isList() {
    return this == GUIDANCE;
  }

  /** The kind of a config's key. */
  public static Optional<Kind> of(String key) {
    for (Kind kind : values()) {
      if (kind.key().equals(key)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
