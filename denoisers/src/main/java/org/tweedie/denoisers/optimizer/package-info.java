/** Optimizers. */
@NullMarked
package org.tweedie.denoisers.optimizer;

import org.jspecify.annotations.NullMarked;
