/** The built-in measures: of a model's weights, and of its samples. */
@NullMarked
package org.tweedie.engine.measure;

import org.jspecify.annotations.NullMarked;
