package org.tweedie.guidance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

  /** The order in which parts become known. */
  private static final List<ConditionPart> ORDER =
      List.of(
          ConditionPart.IMAGE, ConditionPart.CLASS, ConditionPart.NUMBERS, ConditionPart.CAPTION);

  /**
   * What is asked of the model, and how much of the answer is in the guided one.
   *
   * @param hidden the parts of which it is told nothing
   */
  record Share(Set<ConditionPart> hidden, double weight) {

    Condition of(Condition condition) {
      return condition.hiding((part, i) -> hidden.contains(part));
    }
  }

  @Override
  public NoiseSchedule schedule() {
    return model.schedule();
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    List<Share> shares = shares(options, condition.known());
    return mixed(
        model.predict(each(z, shares), each(times, shares), each(condition, shares)), shares);
  }

  /** The guided signal is a sum, and so is its gradient. */
  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    List<Share> shares = shares(options, condition.known());
    Differentiated all =
        model.differentiate(
            each(z, shares), each(times, shares), each(condition, shares), each(cotangent, shares));
    int n = z.count();
    Batch gradient = all.gradient().slice(0, n).times(shares.get(0).weight());
    for (int i = 1; i < shares.size(); i++) {
      gradient =
          gradient.combine(1, shares.get(i).weight(), all.gradient().slice(i * n, (i + 1) * n));
    }
    return Differentiated.of(mixed(all.prediction(), shares), gradient);
  }

  /** From the first share on, sums of weights are scales, and none of them is 0. */
  private static Prediction mixed(Prediction all, List<Share> shares) {
    int n = all.levels().length / shares.size();
    Prediction mixed = all.slice(0, n);
    double sum = shares.get(0).weight();
    for (int i = 1; i < shares.size(); i++) {
      double weight = shares.get(i).weight();
      sum += weight;
      mixed = mixed.mix(weight / sum, all.slice(i * n, (i + 1) * n));
    }
    return mixed;
  }

  /**
   * {@code s_k w_k + s_(k-1) (w_(k-1) - w_k) + ... + s_0 (1 - w_1)}, without what has no weight. A
   * part whose scale is 0 stays hidden.
   *
   * @param known the parts that can be told
   */
  static List<Share> shares(ClassifierFreeGuidance.Options options, Set<ConditionPart> known) {
    List<Share> shares = new ArrayList<>();
    Set<ConditionPart> hidden = EnumSet.allOf(ConditionPart.class);
    double before = 1;
    for (ConditionPart part : ORDER) {
      double scale = options.of(part);
      if (scale == 0 || !known.contains(part)) {
        continue;
      }
      if (before != scale) {
        shares.add(new Share(EnumSet.copyOf(hidden), before - scale));
      }
      hidden.remove(part);
      before = scale;
    }
    shares.add(new Share(hidden, before));
    Collections.reverse(shares);
    return shares;
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

  private static Condition each(Condition condition, List<Share> shares) {
    return shares.stream()
        .map(share -> share.of(condition))
        .reduce(Condition::followedBy)
        .orElseThrow();
  }
}
