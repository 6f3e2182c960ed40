/** The built-in measures: of a model's weights, and of its samples. */
package org.tweedie.engine.measure;
