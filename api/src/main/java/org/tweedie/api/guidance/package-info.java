/** How a condition, or what is known of a sample, bends a prediction. */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.guidance;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
