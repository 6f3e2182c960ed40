package org.tweedie.api.network;

import org.apiguardian.api.API;

/**
 * What a network looks like that goes from data towards the prior: {@code q(z_1 | x)} or {@code
 * q(z_(i+1) | z_i)}, of which it puts out mean and deviation.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface EncoderNetwork extends LatentNetwork {}
