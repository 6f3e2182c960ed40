/** How a condition bends a prediction. */
package org.tweedie.api.guidance;
