/** How to walk from noise to data. */
package org.tweedie.api.sampler;
