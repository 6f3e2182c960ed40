/** The built-in networks and objectives. */
package org.tweedie.denoisers;
