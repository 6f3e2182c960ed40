/** How far long work has come: a bar on a terminal, plain lines elsewhere. */
@NullMarked
package org.tweedie.engine.progress;

import org.jspecify.annotations.NullMarked;
