/**
 * What a study found: variants held against one another over paired seeds, as a page, a text and
 * tables.
 */
package org.tweedie.study.report;
