/** How well a classifier knows noisy examples: measured, told, and shown. */
@NullMarked
package org.tweedie.engine.classifier;

import org.jspecify.annotations.NullMarked;
