/**
 * What a study found: variants held against one another over paired seeds, as a page, a text and
 * tables.
 */
@NullMarked
package org.tweedie.study.report;

import org.jspecify.annotations.NullMarked;
