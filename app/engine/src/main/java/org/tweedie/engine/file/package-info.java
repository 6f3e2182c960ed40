/**
 * The formats of a run's files: weights as safetensors, events for TensorBoard, metrics as lines of
 * JSON; and files that appear whole or not at all.
 */
@NullMarked
package org.tweedie.engine.file;

import org.jspecify.annotations.NullMarked;
