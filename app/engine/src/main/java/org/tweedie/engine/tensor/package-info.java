/**
 * TensorFlow as the program uses it: graphs with named variables, sessions, and trained networks as
 * models.
 */
@NullMarked
package org.tweedie.engine.tensor;

import org.jspecify.annotations.NullMarked;
