/** Small components of every kind, for tests that must not depend on the built-in ones. */
package org.tweedie.engine.fake;
