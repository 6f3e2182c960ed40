/** What a network is trained to predict, and how its errors are weighed. */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.objective;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
