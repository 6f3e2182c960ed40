/** How to walk from noise to data. */
@API(status = API.Status.STABLE, since = "0.1")
package org.tweedie.api.sampler;

import org.apiguardian.api.API;
