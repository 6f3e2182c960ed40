/**
 * How a jar brings components: the one service, the lists it fills, and the annotations of options.
 */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.plugin;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
