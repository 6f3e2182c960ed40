/** Learning rates, and what else is chosen of training, in plain Java. */
package org.tweedie.denoisers.training;
