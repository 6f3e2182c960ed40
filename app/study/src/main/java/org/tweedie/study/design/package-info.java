/** What a study asks: its axes, its combinations, its budget, as a value read from a file. */
@NullMarked
package org.tweedie.study.design;

import org.jspecify.annotations.NullMarked;
