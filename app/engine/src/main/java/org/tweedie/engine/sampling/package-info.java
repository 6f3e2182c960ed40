/** Drawing samples from a model, and putting them into files that a person can look at. */
package org.tweedie.engine.sampling;
