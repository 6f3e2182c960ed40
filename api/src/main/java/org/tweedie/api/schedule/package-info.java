/** How signal turns into noise as time runs from 0 to 1. */
package org.tweedie.api.schedule;
