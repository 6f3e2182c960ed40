/** Drawing samples from a model, and putting them into files that a person can look at. */
@NullMarked
package org.tweedie.engine.sampling;

import org.jspecify.annotations.NullMarked;
