/** The built-in networks, preconditionings and objectives. */
@NullMarked
package org.tweedie.denoisers;

import org.jspecify.annotations.NullMarked;
