/** The built-in networks, preconditionings and objectives. */
package org.tweedie.denoisers;
