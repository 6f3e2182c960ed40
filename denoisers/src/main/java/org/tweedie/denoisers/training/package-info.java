/** Learning rates, and what else is chosen of training, in plain Java. */
@NullMarked
package org.tweedie.denoisers.training;

import org.jspecify.annotations.NullMarked;
