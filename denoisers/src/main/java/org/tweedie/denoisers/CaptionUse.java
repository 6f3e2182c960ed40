package org.tweedie.denoisers;

/** How a network is told a caption. */
public enum CaptionUse {
  /** Each place attends to the caption's features. */
  CROSS_ATTENTION,
  /** The mean of the features is added to what is known of the noise level. */
  POOLED,
  /** Both. */
  BOTH;

  boolean isAttended() {
    return this != POOLED;
  }

  boolean isPooled() {
    return this != CROSS_ATTENTION;
  }
}
