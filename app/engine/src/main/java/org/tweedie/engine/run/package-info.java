/** A run: its components, made from its config. */
package org.tweedie.engine.run;
