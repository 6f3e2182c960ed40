/** How to walk from noise to data. */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.sampler;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
