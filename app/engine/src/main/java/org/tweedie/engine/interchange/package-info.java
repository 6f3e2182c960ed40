/** Models of other programs that become runs, and runs that become models of theirs. */
@NullMarked
package org.tweedie.engine.interchange;

import org.jspecify.annotations.NullMarked;
