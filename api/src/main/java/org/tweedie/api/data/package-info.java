/** Where examples come from, and what a model must know of them. */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.data;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
