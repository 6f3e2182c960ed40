/** How weights follow gradients. */
package org.tweedie.api.optimizer;
