package org.tweedie.engine.measure;

import java.util.Optional;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Batch;

/**
 * What examples are turned into before they are compared. Distances mean something on features
 * only, so a report names them. Immutable; safe for many threads.
 *
 * @param classifier the run of the classifier whose log probabilities of the classes they are: what
 *     it learned to tell apart counts, and what no class depends on does not, so values on them can
 *     be compared with those of the same classifier only. Empty for the examples themselves
 * @param asked that classifier
 */
record Features(String classifier, Optional<Classifier> asked) {

  private static final int AT_ONCE = 256;

  /**
   * The features that an option asks for.
   *
   * @param classifier a classifier's run; empty for the examples themselves
   * @throws IllegalArgumentException if there is no such classifier, or it is for other data
   */
  static Features of(String classifier, Resources resources) {
    return new Features(
        classifier,
        classifier.isEmpty() ? Optional.empty() : Optional.of(resources.classifier(classifier, 0)));
  }

  /** What to call them. */
  String name(DataShape shape) {
    if (asked.isPresent()) {
      return "log probabilities by the classifier of " + classifier;
    }
    return shape.isImage() ? "pixels" : "coordinates";
  }

  /** What tells the key of a reading on them from that of the same reading on the examples. */
  String key(String key) {
    return asked.isPresent() ? key + "_by_classifier" : key;
  }

  /** The same for the name of a reading. */
  String name(String name) {
    return asked.isPresent() ? name + ", by the classifier" : name;
  }

  /** A row an example. */
  Batch of(Batch examples) {
    if (asked.isEmpty() || examples.count() == 0) {
      return examples;
    }
    Batch all = asked.get().logProbabilities(first(examples, 0));
    float[] values = new float[examples.count() * all.shape().size()];
    for (int from = 0; from < examples.count(); from += AT_ONCE) {
      Batch some = from == 0 ? all : asked.get().logProbabilities(first(examples, from));
      System.arraycopy(some.values(), 0, values, from * all.shape().size(), some.values().length);
    }
    return Batch.of(all.shape(), values);
  }

  private static Batch first(Batch examples, int from) {
    return examples.slice(from, Math.min(examples.count(), from + AT_ONCE));
  }
}
