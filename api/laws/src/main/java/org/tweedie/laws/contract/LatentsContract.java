package org.tweedie.laws.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Latents;
import org.tweedie.laws.identity.AutoencoderIdentities;
import org.tweedie.laws.identity.Finding;

/**
 * What every {@link Latents} keep, and the autoencoder that they may bring: see {@link
 * AutoencoderIdentities}. Extend it and supply them, and data that they are for.
 */
public abstract class LatentsContract {

  /** The latents under test. */
  protected abstract Latents latents();

  /** Data that they are for. */
  protected abstract DataSource data();

  private void check(Function<AutoencoderIdentities, Finding> identity) {
    Optional<Autoencoder> autoencoder = latents().autoencoder(data().description());
    Assumptions.assumeTrue(autoencoder.isPresent(), "the data themselves are diffused");
    FindingAssertions.assertHolds(
        identity.apply(new AutoencoderIdentities(autoencoder.orElseThrow(), data())));
  }

  /** Trained weights mean nothing in other latents. */
  @Test
  void saysTheSameEachTime() {
    Latents latents = latents();
    assertEquals(said(latents), said(latents), "the same data, the same latents");
    assertEquals(said(latents), said(latents()), "the same options too");
  }

  private Optional<String> said(Latents latents) {
    return latents
        .autoencoder(data().description())
        .map(autoencoder -> autoencoder.latent() + " " + autoencoder.fingerprint());
  }

  @Test
  void shapesFit() {
    check(AutoencoderIdentities::shapesFit);
  }

  @Test
  void equalExamplesGiveEqualAnswers() {
    check(AutoencoderIdentities::equalExamplesGiveEqualAnswers);
  }

  @Test
  void examplesKnowNothingOfOthers() {
    check(AutoencoderIdentities::examplesKnowNothingOfOthers);
  }

  @Test
  void decodedDataAreTheMean() {
    check(AutoencoderIdentities::decodedDataAreTheMean);
  }

  @Test
  void probabilitiesAreThoseOfADistribution() {
    check(AutoencoderIdentities::probabilitiesAreThoseOfADistribution);
  }
}
