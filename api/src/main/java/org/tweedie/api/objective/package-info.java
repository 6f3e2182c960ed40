/** What a network is trained to predict, and how its errors are weighed. */
package org.tweedie.api.objective;
