/**
 * A network of integers: trained in floating point with rounded weights, the same on any machine.
 */
@NullMarked
package org.tweedie.denoisers.integer;

import org.jspecify.annotations.NullMarked;
