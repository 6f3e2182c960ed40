/** How fast samplers converge: errors against network evaluations. */
package org.tweedie.engine.convergence;
