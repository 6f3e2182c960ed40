/** What is wrong with the user's input: where, what, and what to do about it. */
package org.tweedie.engine.problem;
