/** What many workers give, by a clock of its own over the real scheduler. */
@NullMarked
package org.tweedie.study.benchmark;

import org.jspecify.annotations.NullMarked;
