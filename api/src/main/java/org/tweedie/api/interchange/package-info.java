/** Components that files of other programs describe, and how. */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
package org.tweedie.api.interchange;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
