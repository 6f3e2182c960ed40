package org.tweedie.api.plugin;

import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The components of a run side by side, for those that do not go with every other one.
 *
 * @param data the data's shape, levels and classes
 * @param schedule the noise schedule; of a learned one, as it is before training
 * @param learnedSchedule the noise schedule where it is trained together with the network
 * @param network the network
 * @param preconditioning how the network's input and output are scaled
 * @param objective the objective
 * @param times which times a training step looks at
 * @param sampler the sampler
 * @param guidance the guidance
 * @param labelDropout the share of training examples whose label is hidden from the network, in [0,
 *     1]
 */
public record Assembly(
    DataDescription data,
    NoiseSchedule schedule,
    Optional<LearnedSchedule> learnedSchedule,
    DenoiserNetwork network,
    Preconditioning preconditioning,
    Objective objective,
    TimeDistribution times,
    Sampler sampler,
    Guidance guidance,
    double labelDropout) {}
