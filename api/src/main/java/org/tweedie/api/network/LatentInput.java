package org.tweedie.api.network;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;

/**
 * What a network of a chain's step sees of a batch of B, and what it is asked for. B may be unknown
 * while the graph is built.
 *
 * @param x what it sees, of shape [B, ...] with the sizes of {@code from}
 * @param from the shape of what it sees
 * @param to the shape of what is asked for
 * @param outputs how many tensors of that shape, joined on the last axis, at least 1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record LatentInput(Operand<TFloat32> x, DataShape from, DataShape to, int outputs) {}
