/**
 * Bits back: lossless compression by a chain of latents, at the length of its variational bound
 * (Townsend et al., arXiv 1901.04866; Kingma et al., arXiv 1905.06845 and 2107.00630, section 6).
 * What the coder itself calculates is strict arithmetic, equal bit for bit on every Java platform.
 */
@NullMarked
package org.tweedie.engine.codec;

import org.jspecify.annotations.NullMarked;
