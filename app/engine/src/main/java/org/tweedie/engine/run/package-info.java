/** A run: its components, made from its config. */
@NullMarked
package org.tweedie.engine.run;

import org.jspecify.annotations.NullMarked;
