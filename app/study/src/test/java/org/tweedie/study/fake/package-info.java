/** Measures and processes that are none, for tests. */
package org.tweedie.study.fake;
