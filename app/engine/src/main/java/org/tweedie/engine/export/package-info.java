/** Trained networks as files of other programs. */
@NullMarked
package org.tweedie.engine.export;

import org.jspecify.annotations.NullMarked;
