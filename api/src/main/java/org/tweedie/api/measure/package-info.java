/** What is measured of a trained model: of its weights, or of samples that it drew. */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
@NullMarked
package org.tweedie.api.measure;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
