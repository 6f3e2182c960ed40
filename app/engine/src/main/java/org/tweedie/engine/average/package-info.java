/** Averages of weights as shares of steps, and how one is put together of others: in plain Java. */
@NullMarked
package org.tweedie.engine.average;

import org.jspecify.annotations.NullMarked;
