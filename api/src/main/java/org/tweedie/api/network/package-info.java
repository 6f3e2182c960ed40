/** What a denoising network looks like, in TensorFlow. */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.network;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
