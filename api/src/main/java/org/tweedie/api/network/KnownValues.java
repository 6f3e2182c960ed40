package org.tweedie.api.network;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Values that are known of some examples of a batch.
 *
 * @param values 0 where they are not known: of shape [B, n] for numbers, [B, height, width,
 *     channels] for images
 * @param known 1 where they are, 0 where not: of shape [B, n] for numbers, [B] for images
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record KnownValues(Operand<TFloat32> values, Operand<TFloat32> known) {}
