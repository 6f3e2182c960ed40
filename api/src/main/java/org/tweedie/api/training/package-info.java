/** How training goes, beside what it optimises: in plain Java. */
@NullMarked
package org.tweedie.api.training;

import org.jspecify.annotations.NullMarked;
