/** A run's model as a codec: images into files without loss, and back. */
@NullMarked
package org.tweedie.engine.compression;

import org.jspecify.annotations.NullMarked;
