/** The stages of trials: what they depend on, the processes that do them, and what these answer. */
@NullMarked
package org.tweedie.study.stage;

import org.jspecify.annotations.NullMarked;
