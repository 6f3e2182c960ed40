/** Differential equations, solved to a tolerance. */
package org.tweedie.api.ode;
