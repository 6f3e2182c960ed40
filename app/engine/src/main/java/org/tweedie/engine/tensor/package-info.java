/**
 * TensorFlow as the program uses it: graphs with named variables, sessions, and trained networks as
 * models.
 */
package org.tweedie.engine.tensor;
