package org.tweedie.api.plugin;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.tweedie.api.data.ConditionPart;
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
 * @param conditioning what the network is told beside the class
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
    double labelDropout,
    Conditioning conditioning) {

  /** Of a network that is told nothing but classes. */
  public Assembly(
      DataDescription data,
      NoiseSchedule schedule,
      Optional<LearnedSchedule> learnedSchedule,
      DenoiserNetwork network,
      Preconditioning preconditioning,
      Objective objective,
      TimeDistribution times,
      Sampler sampler,
      Guidance guidance,
      double labelDropout) {
    this(
        data,
        schedule,
        learnedSchedule,
        network,
        preconditioning,
        objective,
        times,
        sampler,
        guidance,
        labelDropout,
        Conditioning.NONE);
  }

  /**
   * The share of training examples for which a part of the condition is hidden from the network: 1
   * of what it is never told, or the data do not have.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public double dropout(ConditionPart part) {
    if (part == ConditionPart.CLASS) {
      return data.classes().isEmpty() ? 1 : labelDropout;
    }
    return conditioning.dropout().getOrDefault(part, 1.0);
  }

  /** The parts of a condition that the network is told, at least sometimes; in their order. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Set<ConditionPart> told() {
    EnumSet<ConditionPart> told = EnumSet.allOf(ConditionPart.class);
    told.removeIf(part -> dropout(part) == 1);
    return Collections.unmodifiableSet(told);
  }
}
