/** How training goes, beside what it optimises: in plain Java. */
package org.tweedie.api.training;
