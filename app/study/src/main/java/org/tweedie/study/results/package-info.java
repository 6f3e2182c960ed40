/** The trials of a study as a table that can be asked in SQL. */
package org.tweedie.study.results;
