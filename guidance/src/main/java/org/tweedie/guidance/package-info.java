/** The built-in kinds of guidance: how a condition bends a prediction. */
@NullMarked
package org.tweedie.guidance;

import org.jspecify.annotations.NullMarked;
