/** What a study found, for people and for machines. */
package org.tweedie.app.report;
