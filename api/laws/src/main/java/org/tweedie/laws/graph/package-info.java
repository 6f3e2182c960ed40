/** TensorFlow graphs in which networks and objectives are tried without a training run. */
package org.tweedie.laws.graph;
