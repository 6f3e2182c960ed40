/** Training: what each step is fed, the loop, and what happens at its milestones. */
package org.tweedie.engine.training;
