package org.tweedie.engine.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.data.PictureFile;
import org.tweedie.engine.picture.GreyValues;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.PartlyKnown;

/**
 * What a run's model does with single images: it takes their noise away, encodes and decodes them,
 * goes from one to another, paints what is hidden and makes them larger. Made by {@link
 * org.tweedie.engine.Run#images}, and used while that is open, by one thread.
 *
 * <p>All methods throw {@link org.tweedie.engine.problem.RunException} if the model cannot do so,
 * or the run has no checkpoint yet.
 *
 * @param run whose model
 */
public record RunImages(UsedRun run) {

  /**
   * Takes noise out of an image by Tweedie's formula, and writes the result, with what was before
   * beside it.
   *
   * @param file where the clean image goes; the others go beside it
   */
  public Report denoise(NoisyImage noisy, Path file) throws IOException {
    run.needsDiffusion();
    return new ImageDenoising(run, noisy).write(file);
  }

  /**
   * Takes noise out of an image that is in memory, and gives the clean one as a PNG file.
   *
   * @param name what to call the image in messages
   * @param image all of a PNG or JPEG file of the size of the model's images
   * @param noiseLevel the standard deviation of its noise, in grey values of 255
   * @param steps 1 for the mean of all clean images it may be; more lead to one likely image
   * @param label what it shows, by name or by number from 0; empty where that is not told
   * @throws org.tweedie.api.data.DataException if it is no such image
   */
  public byte[] denoise(
      String name, byte[] image, double noiseLevel, int steps, Optional<String> label)
      throws IOException {
    run.needsDiffusion();
    Denoised denoised = new Denoised(run, noiseLevel, steps, label);
    GreyValues grey = denoised.grey();
    Batch noisy = grey.toModel(PictureFile.read(name, image, denoised.shape()));
    return Png.bytes(grey.picture(denoised.clean(noisy)));
  }

  /**
   * Encodes an image into the model's latents and decodes it again, and writes both side by side.
   *
   * @param label what the image shows, where the model is told it
   * @param level the latent of a chain, from 1 next to the data; empty for the usual one
   * @param seed where all randomness begins
   */
  public Report reconstruct(
      Path image, Optional<String> label, OptionalInt level, long seed, Path file)
      throws IOException {
    return new ImageLatents(run, label, level, seed).reconstruct(image, file);
  }

  /**
   * Goes from one image to another through the model's latents, and writes the way as a picture.
   *
   * @param count how many images, both ends among them
   * @param label what the images show, where the model is told it
   * @param level the latent of a chain, from 1 next to the data; empty for the usual one
   * @param seed where all randomness begins
   */
  public Report interpolate(
      Path from,
      Path to,
      int count,
      Optional<String> label,
      OptionalInt level,
      long seed,
      Path file)
      throws IOException {
    return new ImageLatents(run, label, level, seed).interpolate(from, to, count, file);
  }

  /**
   * Whether the model was trained to paint what a mask hides, and so needs no guidance for it: by
   * the image condition {@code inpainting}, say.
   */
  public boolean paintsItself() {
    return goesByImages()
        && run.parts().components().all(Kinds.IMAGE_CONDITION).stream()
            .anyMatch(ImageCondition::isMasked);
  }

  /**
   * Whether the model was trained to make smaller images large, and so needs no guidance for it: by
   * the image condition {@code upscaling}, or by data whose examples go with smaller images of as
   * many channels.
   */
  public boolean enlargesItself() {
    DataDescription data = run.assembly().data();
    return goesByImages()
        && data.conditionImage()
            .map(DataShape::dimensions)
            .filter(small -> small.get(0) < data.shape().dimensions().get(0))
            .filter(small -> small.get(2).equals(data.shape().dimensions().get(2)))
            .isPresent();
  }

  private boolean goesByImages() {
    return run.assembly().told().contains(ConditionPart.IMAGE);
  }

  /**
   * Paints the part of an image that a mask hides. A model that {@link #paintsItself} is told both;
   * of any other the run's guidance knows them.
   *
   * @param count how many samples
   * @param label of which class; empty for none in particular
   * @param into another folder than one among the run's samples
   */
  public Report inpaint(
      Path image,
      Path mask,
      int count,
      Optional<String> label,
      Optional<Path> into,
      RunListener listener)
      throws IOException {
    DataDescription data = run.assembly().data();
    Optional<Batch> told =
        paintsItself()
            ? Optional.of(PartlyKnown.told(image, mask, data, imageOfCondition()))
            : Optional.empty();
    return new Completion(run, count, label, told)
        .write(
            Completion.name("inpaint", image),
            into,
            PartlyKnown.masked(image, mask, data),
            listener);
  }

  private DataShape imageOfCondition() {
    return run.assembly().data().conditionImage().orElseThrow();
  }

  /**
   * Makes a small image as large as the model's. A model that {@link #enlargesItself} is told the
   * image; of any other the run's guidance knows it.
   */
  public Report upscale(
      Path image, int count, Optional<String> label, Optional<Path> into, RunListener listener)
      throws IOException {
    DataDescription data = run.assembly().data();
    Optional<Batch> told =
        enlargesItself()
            ? Optional.of(PartlyKnown.told(image, data, imageOfCondition()))
            : Optional.empty();
    return new Completion(run, count, label, told)
        .write(Completion.name("upscale", image), into, PartlyKnown.smaller(image, data), listener);
  }
}
