/**
 * Batches, predictions in all parameterizations, and models that make them. No TensorFlow in sight.
 */
@API(status = API.Status.STABLE, since = "0.1")
@NullMarked
package org.tweedie.api.model;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
