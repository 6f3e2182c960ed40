/** How signal turns into noise as time runs from 0 to 1. */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.schedule;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
