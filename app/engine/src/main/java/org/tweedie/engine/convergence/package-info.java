/** How fast samplers converge: errors against network evaluations. */
@NullMarked
package org.tweedie.engine.convergence;

import org.jspecify.annotations.NullMarked;
