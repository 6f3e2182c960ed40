/**
 * How probable a model finds data: the variational bound, item by item. Plain Java on any model.
 */
package org.tweedie.app.likelihood;
