/**
 * Operations of the program's own inside TensorFlow: what would be a dozen operations bound by
 * memory as one, with kernels in Java.
 */
@NullMarked
package org.tweedie.engine.kernel;

import org.jspecify.annotations.NullMarked;
