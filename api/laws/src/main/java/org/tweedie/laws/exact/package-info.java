/** Models whose predictions are known exactly, and schedules to try them on. */
@NullMarked
package org.tweedie.laws.exact;

import org.jspecify.annotations.NullMarked;
