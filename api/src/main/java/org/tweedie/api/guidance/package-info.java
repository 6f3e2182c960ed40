/** How a condition, or what is known of a sample, bends a prediction. */
package org.tweedie.api.guidance;
