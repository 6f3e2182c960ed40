/** What takes long and will be needed soon, on a thread beside. */
@NullMarked
package org.tweedie.engine.ahead;

import org.jspecify.annotations.NullMarked;
