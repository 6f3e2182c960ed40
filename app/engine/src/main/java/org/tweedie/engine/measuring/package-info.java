/** Taking measures: what they look at, what they found, and how that is told and kept. */
package org.tweedie.engine.measuring;
