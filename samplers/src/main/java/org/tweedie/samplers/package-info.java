/** The built-in samplers: ways to walk from noise to data. */
@NullMarked
package org.tweedie.samplers;

import org.jspecify.annotations.NullMarked;
