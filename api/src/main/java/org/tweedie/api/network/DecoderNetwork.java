package org.tweedie.api.network;

import org.apiguardian.api.API;

/**
 * What a network looks like that goes from the prior towards data: {@code p(z_i | z_(i+1))} or
 * {@code p(x | z_1)}, of which it puts out mean and deviation.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface DecoderNetwork extends LatentNetwork {}
