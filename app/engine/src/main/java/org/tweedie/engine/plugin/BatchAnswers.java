package org.tweedie.engine.plugin;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.model.Prediction;

/** What is wrong with batches of numbers that components give: how many, of what shape, finite. */
final class BatchAnswers {

  private static final String WELL = Answers.WELL;

  private BatchAnswers() {}

  private static String shaped(Batch asked, Batch found, String what) {
    return found.count() == asked.count() && found.shape().equals(asked.shape())
        ? WELL
        : "gives %d %s of shape %s where %d of shape %s are asked for"
            .formatted(found.count(), what, found.shape(), asked.count(), asked.shape());
  }

  static String batch(Batch asked, Batch found, String what) {
    String wrong = shaped(asked, found, what);
    OptionalInt odd = found.notFinite();
    return wrong.isEmpty() && odd.isPresent()
        ? "gives %s that are no numbers: the first is %s, in number %d of %d"
            .formatted(
                what,
                found.values()[odd.getAsInt()],
                odd.getAsInt() / found.shape().size() + 1,
                found.count())
        : wrong;
  }

  static String encoded(Batch asked, LatentGaussian found) {
    return several(asked, found.mean());
  }

  /** As many of whatever shape. */
  static String several(Batch asked, Batch found) {
    if (found.count() != asked.count()) {
      return "gives %d examples where %d are asked for".formatted(found.count(), asked.count());
    }
    OptionalInt odd = found.notFinite();
    return odd.isPresent() ? "gives the value " + found.values()[odd.getAsInt()] : WELL;
  }

  static String nats(Batch asked, double[] found) {
    if (found.length != asked.count()) {
      return "gives %d numbers for %d examples".formatted(found.length, asked.count());
    }
    return Arrays.stream(found).anyMatch(Double::isNaN) ? "gives NaN" : WELL;
  }

  static String prediction(Object[] asked, Prediction found) {
    String wrong = shaped((Batch) asked[0], found.latent(), "predictions");
    return wrong.isEmpty() && !found.isFinite()
        ? "gives predictions that are no numbers for latents that are"
        : wrong;
  }

  static String differentiated(Object[] asked, Object answer) {
    Differentiated found = (Differentiated) answer;
    return Stream.of(
            prediction(asked, found.prediction()),
            batch((Batch) asked[0], found.gradient(), "gradients"))
        .filter(what -> !what.isEmpty())
        .findFirst()
        .orElse(WELL);
  }
}
