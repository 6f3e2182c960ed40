/**
 * How probable a model finds data, item by item: the variational bound, and the likelihood of the
 * probability flow. Plain Java on any model.
 */
package org.tweedie.engine.likelihood;
