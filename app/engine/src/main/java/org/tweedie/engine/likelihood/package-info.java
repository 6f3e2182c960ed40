/**
 * How probable a model finds data, item by item: the variational bound, and the likelihood of the
 * probability flow. Plain Java on any model.
 */
@NullMarked
package org.tweedie.engine.likelihood;

import org.jspecify.annotations.NullMarked;
