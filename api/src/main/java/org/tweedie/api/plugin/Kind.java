package org.tweedie.api.plugin;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * A kind of component: what it is called in configs and in sentences, which interface it has, and
 * what of a run it settles. All there are stand in {@link Kinds}. Two are equal if their keys are.
 * Immutable.
 *
 * @param <T> the interface that components of this kind implement
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public final class Kind<T> {

  /**
   * What a component has an effect on. A stage depends on the components of its own and of all
   * stages before it, and on no others: another sampler changes no weight.
   */
  public enum Stage {
    /** What a trained network is: it means nothing together with another such component. */
    MODEL,
    /** How the network is trained. */
    TRAINING,
    /** How samples are drawn from the trained network. */
    SAMPLING,
    /** What is measured of network and samples. */
    MEASURING
  }

  private final String key;
  private final Class<T> type;
  private final String wordWithArticle;
  private final Stage stage;
  private final boolean isList;
  private final boolean isOptional;

  private Kind(
      String key,
      Class<T> type,
      String wordWithArticle,
      Stage stage,
      boolean isList,
      boolean isOptional) {
    this.key = key;
    this.type = type;
    this.wordWithArticle = wordWithArticle;
    this.stage = stage;
    this.isList = isList;
    this.isOptional = isOptional;
  }

  static <T> Kind<T> of(String key, Class<T> type, String wordWithArticle, Stage stage) {
    return new Kind<>(key, type, wordWithArticle, stage, false, false);
  }

  /** The kind with another interface, which shares names and place in a config with this one. */
  <U> Kind<U> as(Class<U> other) {
    return new Kind<>(key, other, wordWithArticle, stage, isList, isOptional);
  }

  /** The kind as one of which a run has any number, in order. */
  Kind<T> asList() {
    return new Kind<>(key, type, wordWithArticle, stage, true, isOptional);
  }

  /** The kind as one of which a run may have none. */
  Kind<T> orNone() {
    return new Kind<>(key, type, wordWithArticle, stage, isList, true);
  }

  /** The key in a config: {@code sampler}. */
  public String key() {
    return key;
  }

  /** The interface that components of this kind implement. */
  public Class<T> type() {
    return type;
  }

  /** The kind in a sentence: {@code data source}. */
  public String word() {
    return wordWithArticle.substring(wordWithArticle.indexOf(' ') + 1);
  }

  /** The kind in a sentence, with its article: {@code an objective}. */
  public String wordWithArticle() {
    return wordWithArticle;
  }

  /** The word as part of a name: {@code data-source}. */
  public String hyphenated() {
    return word().toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** What its components have an effect on. */
  public Stage stage() {
    return stage;
  }

  /** Whether a run may have several components of this kind, in order. */
  public boolean isList() {
    return isList;
  }

  /** Whether a run may have no component of this kind at all. */
  public boolean isOptional() {
    return isOptional;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Kind<?> kind && key.equals(kind.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key;
  }
}
