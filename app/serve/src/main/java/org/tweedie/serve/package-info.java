/** Trained runs behind HTTP: samples, measures and clean images for whoever asks. */
@NullMarked
package org.tweedie.serve;

import org.jspecify.annotations.NullMarked;
