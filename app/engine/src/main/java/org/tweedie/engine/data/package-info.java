/** The built-in sources of data, and the fingerprint that tells two data sets apart. */
@NullMarked
package org.tweedie.engine.data;

import org.jspecify.annotations.NullMarked;
