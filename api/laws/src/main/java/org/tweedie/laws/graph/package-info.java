/** TensorFlow graphs in which networks and objectives are tried without a training run. */
@NullMarked
package org.tweedie.laws.graph;

import org.jspecify.annotations.NullMarked;
