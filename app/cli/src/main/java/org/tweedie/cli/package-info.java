/** The command line. */
@NullMarked
package org.tweedie.cli;

import org.jspecify.annotations.NullMarked;
