package org.tweedie.api.guidance;

import org.apiguardian.api.API;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.DiffusionModel;

/**
 * What guidance, measures and latents may take from beyond their run: other runs and images. A
 * constructor may ask for it. Paths are looked for beside the config in which the component was
 * chosen, then in the working directory.
 *
 * <p>What is wrong with a run or a file is told at once, as an {@link IllegalArgumentException} in
 * words for the user; a network's graph is built when it is first used. The run closes what it
 * opened, so nothing of it may be used afterwards. May be used by many threads at once.
 */
public interface Resources {

  /**
   * The trained model of another run, on data of the same shape and on the same schedule.
   *
   * @param run its folder
   * @param checkpoint the step of the checkpoint; 0 for the newest
   * @throws IllegalArgumentException if there is no such run, or it does not go with this one
   */
  DiffusionModel model(String run, long checkpoint);

  /**
   * A noise-conditional classifier that {@code tweedie train-classifier} has trained.
   *
   * @param run its folder
   * @param checkpoint the step of the checkpoint; 0 for the newest
   * @throws IllegalArgumentException if there is no such classifier, or it is for other data
   */
  Classifier classifier(String run, long checkpoint);

  /**
   * The trained autoencoder of another run, on data of the same shape.
   *
   * @param run its folder
   * @param checkpoint the step of the checkpoint; 0 for the newest
   * @throws IllegalArgumentException if there is no such run, or it is no autoencoder of such data
   * @throws UnsupportedOperationException if there are no runs to be had, which is the default
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Autoencoder autoencoder(String run, long checkpoint) {
    throw new UnsupportedOperationException("there are no autoencoders here");
  }

  /**
   * An image in the model's scale, at its own size.
   *
   * @param file PNG or JPEG
   * @param channels 1 for grey or 3 for colour, whichever the file has
   * @return a batch of one image
   * @throws IllegalArgumentException if it cannot be read
   */
  Batch image(String file, int channels);
}
