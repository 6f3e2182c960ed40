/** The way from noise to data in steps, and the options of it that samplers share. */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.walk;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
