/** Averages of weights as shares of steps, and how one is put together of others: in plain Java. */
package org.tweedie.engine.average;
