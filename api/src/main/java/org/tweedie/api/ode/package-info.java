/**
 * Ordinary differential equations with steps of their own for each example. It stands in the api
 * since a sampler and a likelihood solve the flow alike, and components see nothing but the api:
 * neither may depend on the other's module, and a measure or sampler of a plugin needs it as well.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@NullMarked
package org.tweedie.api.ode;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
