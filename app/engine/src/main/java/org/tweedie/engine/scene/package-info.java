/** Scenes of coloured shapes: captions of a small grammar, their pictures, and the way back. */
@NullMarked
package org.tweedie.engine.scene;

import org.jspecify.annotations.NullMarked;
