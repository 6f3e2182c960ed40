/** The built-in kinds of guidance: how a condition bends a prediction. */
package org.tweedie.guidance;
