/** Taking measures: what they look at, what they found, and how that is told and kept. */
@NullMarked
package org.tweedie.engine.measuring;

import org.jspecify.annotations.NullMarked;
