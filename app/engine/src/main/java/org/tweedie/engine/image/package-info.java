/** What a run's model does with single images. */
@NullMarked
package org.tweedie.engine.image;

import org.jspecify.annotations.NullMarked;
