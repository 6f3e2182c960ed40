/** How weights follow gradients. */
@NullMarked
package org.tweedie.api.optimizer;

import org.jspecify.annotations.NullMarked;
