package org.tweedie.guidance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A model under classifier-free guidance with scales for parts of the condition: what each part
 * adds to what was known before it is multiplied by its scale (Brooks, Holynski and Efros, arXiv
 * 2211.09800, equation 3).
 *
 * @param model what is guided
 * @param options the scales
 */
record PartlyGuided(DiffusionModel model, ClassifierFreeGuidance.Options options)
    implements DiffusionModel {

  /** The order in which parts with scales of their own become known, after those without. */
  private static final List<ConditionPart> ORDER =
      List.of(
          ConditionPart.IMAGE, ConditionPart.CLASS, ConditionPart.NUMBERS, ConditionPart.CAPTION);

  /** Parts that become known together, and their scale, which is above 0. */
  private record Group(Set<ConditionPart> parts, double scale) {}

  /** What is asked of the model, and how much of the answer is in the guided one. */
  private record Share(Condition condition, double weight) {}

  @Override
  public NoiseSchedule schedule() {
    return model.schedule();
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    List<Share> shares = shares(condition);
    return mixed(model.predict(each(z, shares), each(times, shares), all(shares)), shares);
  }

  /** The guided signal is a sum, and so is its gradient. */
  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    List<Share> shares = shares(condition);
    Differentiated all =
        model.differentiate(
            each(z, shares), each(times, shares), all(shares), each(cotangent, shares));
    int n = z.count();
    int last = shares.size() - 1;
    Batch gradient =
        all.gradient().slice(last * n, (last + 1) * n).times(shares.get(last).weight());
    for (int i = last - 1; i >= 0; i--) {
      gradient =
          gradient.combine(1, shares.get(i).weight(), all.gradient().slice(i * n, (i + 1) * n));
    }
    return Differentiated.of(mixed(all.prediction(), shares), gradient);
  }

  /** From the last share on, sums of weights are scales, and none of them is 0. */
  private static Prediction mixed(Prediction all, List<Share> shares) {
    int last = shares.size() - 1;
    int n = all.levels().length / shares.size();
    Prediction mixed = all.slice(last * n, (last + 1) * n);
    double sum = shares.get(last).weight();
    for (int i = last - 1; i >= 0; i--) {
      double weight = shares.get(i).weight();
      sum += weight;
      mixed = mixed.mix(weight / sum, all.slice(i * n, (i + 1) * n));
    }
    return mixed;
  }

  /** {@code s_0 (1 - w_1) + s_1 (w_1 - w_2) + ... + s_k w_k}, without what has no weight. */
  private List<Share> shares(Condition condition) {
    List<Group> groups = groups(condition.known());
    List<Share> shares = new ArrayList<>();
    Set<ConditionPart> hidden = EnumSet.allOf(ConditionPart.class);
    double before = 1;
    for (Group group : groups) {
      if (before != group.scale()) {
        shares.add(share(condition, hidden, before - group.scale()));
      }
      hidden.removeAll(group.parts());
      before = group.scale();
    }
    shares.add(share(condition, hidden, before));
    return shares;
  }

  private static Share share(Condition condition, Set<ConditionPart> hidden, double weight) {
    Set<ConditionPart> these = EnumSet.noneOf(ConditionPart.class);
    these.addAll(hidden);
    return new Share(condition.hiding((part, i) -> these.contains(part)), weight);
  }

  /** Of the parts that are known. One that shares a scale of 0 stays hidden. */
  private List<Group> groups(Set<ConditionPart> known) {
    List<Group> groups = new ArrayList<>();
    Set<ConditionPart> sharing = EnumSet.noneOf(ConditionPart.class);
    known.stream().filter(part -> options.own(part) == 0).forEach(sharing::add);
    if (!sharing.isEmpty() && options.scale() > 0) {
      groups.add(new Group(sharing, options.scale()));
    }
    for (ConditionPart part : ORDER) {
      if (known.contains(part) && options.own(part) > 0) {
        groups.add(new Group(Set.of(part), options.own(part)));
      }
    }
    return groups;
  }

  private static Batch each(Batch one, List<Share> shares) {
    Batch all = one;
    for (int i = 1; i < shares.size(); i++) {
      all = all.followedBy(one);
    }
    return all;
  }

  private static double[] each(double[] times, List<Share> shares) {
    double[] all = new double[times.length * shares.size()];
    Arrays.setAll(all, i -> times[i % times.length]);
    return all;
  }

  private static Condition all(List<Share> shares) {
    return shares.stream().map(Share::condition).reduce(Condition::followedBy).orElseThrow();
  }
}
