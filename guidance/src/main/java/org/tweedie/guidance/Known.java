package org.tweedie.guidance;

/** What an image that is known says of the sample that is wanted. */
public enum Known {
  /** Its pixels where the mask is white; inpainting paints the rest. */
  MASKED,
  /** Each of its pixels is the mean of a block of the sample's; super-resolution. */
  SMALLER,
  /** Its brightness; colourising. */
  GREY,
  /** It, blurred by a Gaussian; deblurring. */
  BLURRED,
  /** Its coordinates along random directions; compressed sensing. */
  PROJECTED
}
