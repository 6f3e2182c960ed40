/** Training: what each step is fed, the loop, and what happens at its milestones. */
@NullMarked
package org.tweedie.engine.training;

import org.jspecify.annotations.NullMarked;
