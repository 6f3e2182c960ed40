package org.tweedie.laws.contract;

import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.TextEncoderIdentities;

/**
 * What every text encoder keeps: see {@link TextEncoderIdentities}. Extend it and supply a small
 * encoder. TensorFlow's native library must be on the class path of the tests.
 */
public abstract class TextEncoderContract {

  /** The encoder under test. */
  protected abstract TextEncoder encoder();

  /** What it is fitted to: captions of which two differ, or more. */
  protected List<String> captions() {
    return List.of("a small red circle", "two green squares", "a red circle left of a blue square");
  }

  @Test
  void writesCaptionsInTokensThatThereAre() {
    check(TextEncoderIdentities::tokensAreInRange);
  }

  @Test
  void writesTheSameTokensAfterItWasSaved() {
    check(TextEncoderIdentities::tokenizerIsRestored);
  }

  @Test
  void tellsWhatIsNotKnownFromWhatIsEmpty() {
    check(TextEncoderIdentities::maskSaysWhatIsKnown);
  }

  @Test
  void tellsCaptionsApart() {
    check(TextEncoderIdentities::captionsMatter);
  }

  @Test
  void treatsCaptionsIndependently() {
    check(TextEncoderIdentities::captionsAreIndependent);
  }

  @Test
  void doesNotLookBeyondACaptionsEnd() {
    check(TextEncoderIdentities::paddingDoesNotMatter);
  }

  @Test
  void makesTheSameOfTokensThatItWasTrainedOnBefore() {
    check(TextEncoderIdentities::frozenFeaturesAreTheTokensAlone);
  }

  /** An identity of a text encoder. */
  private interface Identity {
    Finding of(TextEncoderIdentities identities);
  }

  private void check(Identity identity) {
    try (TextEncoderIdentities identities = new TextEncoderIdentities(encoder(), captions())) {
      assertHolds(identity.of(identities));
    }
  }
}
