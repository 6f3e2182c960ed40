package org.tweedie.engine.image;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.picture.GreyValues;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.PosteriorMean;

/**
 * Takes noise of a known strength out of an image by a run's model.
 *
 * @param run whose model
 * @param noiseLevel the standard deviation of the noise, in grey values of 255
 * @param steps 1 for the mean of all clean images it may be; more lead to one likely image
 * @param label what it shows, by name or by number from 0; empty where that is not told
 */
record Denoised(UsedRun run, double noiseLevel, int steps, Optional<String> label) {

  /** Of the images that the model knows. */
  DataShape shape() {
    DataShape shape = run.assembly().data().shape();
    int channels = shape.isImage() ? shape.dimensions().get(2) : 0;
    if (channels != 1 && channels != 3) {
      throw new RunException(
          "The model's data are not grey or colour images but %s, and denoise reads pictures."
              .formatted(shape));
    }
    return shape;
  }

  GreyValues grey() {
    return new GreyValues(run.assembly().data());
  }

  /** The noise's standard deviation in the model's scale. */
  double deviation() {
    double unit = grey().unit();
    double deviation = noiseLevel * unit;
    double least = PosteriorMean.least(run.assembly().schedule());
    double most = PosteriorMean.most(run.assembly().schedule());
    if (!(deviation >= least && deviation <= most && deviation > 0)) {
      throw new RunException(
          "The model knows noise of %s to %s grey values (of 255), not %s."
              .formatted(number(least / unit), number(most / unit), number(noiseLevel)));
    }
    return deviation;
  }

  PosteriorMean mean() throws IOException {
    return new PosteriorMean(run.inspectedDiffusion(), deviation());
  }

  /** The clean image that a noisy one stands for. */
  Batch clean(Batch noisy) throws IOException {
    return mean().denoise(noisy, condition(), steps);
  }

  Condition condition() {
    return run.condition(
        label,
        1,
        "The model was trained with every label shown: tell it what the image shows with --class.");
  }

  static String number(double value) {
    return Double.isInfinite(value) || Double.isNaN(value)
        ? String.valueOf(value).replace("Infinity", "infinity")
        : new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
