/** The built-in samplers: ways to walk from noise to data. */
package org.tweedie.samplers;
