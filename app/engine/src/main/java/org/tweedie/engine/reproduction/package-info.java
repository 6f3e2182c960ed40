/** Runs made again: what is not as it was, and whether the numbers are. */
package org.tweedie.engine.reproduction;
