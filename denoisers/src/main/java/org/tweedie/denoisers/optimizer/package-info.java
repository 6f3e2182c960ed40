/** Optimizers. */
package org.tweedie.denoisers.optimizer;
