/** The trials of a study as a table that can be asked in SQL. */
@NullMarked
package org.tweedie.study.results;

import org.jspecify.annotations.NullMarked;
