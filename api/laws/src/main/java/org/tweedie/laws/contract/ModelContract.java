package org.tweedie.laws.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.ModelFamily;

/** What every {@link ModelFamily} does. Extend it and supply the model and data that it is for. */
public abstract class ModelContract {

  /** The model under test. */
  protected abstract ModelFamily model();

  /** Data that it is for. */
  protected abstract DataDescription data();

  /** Trained weights mean nothing in another chain. */
  @Test
  void saysTheSameEachTime() {
    ModelFamily model = model();
    assertEquals(model.latents(data()), model.latents(data()), "the same data, the same latents");
    assertEquals(model.latents(data()), model().latents(data()), "the same options too");
  }

  /** A chain in which one latent is told apart by its place, and the data by theirs. */
  @Test
  void latentsHaveShapes() {
    model()
        .latents(data())
        .ifPresent(
            design ->
                assertTrue(
                    design.latents().stream().allMatch(shape -> shape.size() >= 1),
                    "every latent has a dimension or more"));
  }
}
