/** Models whose predictions are known exactly, and schedules to try them on. */
package org.tweedie.laws.exact;
