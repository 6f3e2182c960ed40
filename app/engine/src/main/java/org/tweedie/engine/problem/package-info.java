/** What is wrong with the user's input: where, what, and what to do about it. */
@NullMarked
package org.tweedie.engine.problem;

import org.jspecify.annotations.NullMarked;
