package org.tweedie.api.plugin;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.network.EncodedText;
import org.tweedie.api.objective.GuidanceScales;

/**
 * What a run's network is told of examples beside their class, and how it comes to see it. Fitted
 * to the training split when the run begins, and kept with it. Immutable.
 *
 * @param dropout of each part that the network is told, the share of training examples for which it
 *     is hidden, in [0, 1]; the class is not among them
 * @param numbers the scales of the numbers, in the order of the data's columns
 * @param text how captions are told; empty where they are not
 * @param guidance of a student that is told the scale of its teacher's guidance, after the numbers
 *     of the data: the scales that it learnt
 * @param imageNoise the largest share of noise in the images of training, in [0, 1]; 0 where they
 *     have none, and the network is told of none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record Conditioning(
    Map<ConditionPart, Double> dropout,
    List<NumberScale> numbers,
    Optional<EncodedText> text,
    Optional<GuidanceScales> guidance,
    double imageNoise) {

  /** The network is told nothing but classes. */
  public static final Conditioning NONE = new Conditioning(Map.of(), List.of(), Optional.empty());

  /** Of a network that is told no scale of guidance. */
  public Conditioning(
      Map<ConditionPart, Double> dropout, List<NumberScale> numbers, Optional<EncodedText> text) {
    this(dropout, numbers, text, Optional.empty());
  }

  /** Of a network whose images have no noise. */
  public Conditioning(
      Map<ConditionPart, Double> dropout,
      List<NumberScale> numbers,
      Optional<EncodedText> text,
      Optional<GuidanceScales> guidance) {
    this(dropout, numbers, text, guidance, 0);
  }

  /** Copies. */
  public Conditioning {
    Map<ConditionPart, Double> copy = new EnumMap<>(ConditionPart.class);
    copy.putAll(dropout);
    dropout = Collections.unmodifiableMap(copy);
    numbers = List.copyOf(numbers);
  }
}
