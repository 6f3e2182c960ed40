/** Training: what each step is fed, the loop, and what happens at its milestones. */
package org.tweedie.app.training;
