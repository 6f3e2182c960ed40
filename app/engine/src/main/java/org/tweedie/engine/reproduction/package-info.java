/** Runs made again: what is not as it was, and whether the numbers are. */
@NullMarked
package org.tweedie.engine.reproduction;

import org.jspecify.annotations.NullMarked;
