/** A text encoder from a file: ONNX Runtime and the tokenizers of Hugging Face. */
@NullMarked
package org.tweedie.text.onnx;

import org.jspecify.annotations.NullMarked;
