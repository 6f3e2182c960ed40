package org.tweedie.engine.run;

import java.util.Optional;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.config.TrainOptions;

/**
 * Whether a trained network can teach a student.
 *
 * @param teacher its components
 */
record TeacherFit(Assembly teacher) {

  /** Why it cannot, as what follows 'The teacher in FOLDER'; empty where it can. */
  Optional<String> refusal(TeacherRun wanted, Assembly student) {
    return wanted.guidance().flatMap(this::refusal).or(() -> refusalToTell(student));
  }

  /** Why a teacher cannot be told what a student is; empty where it can. */
  private Optional<String> refusalToTell(Assembly student) {
    double noise = student.conditioning().imageNoise();
    double learnt = teacher.conditioning().imageNoise();
    if (noise > learnt) {
      return Optional.of(
          "learnt to go by images with a share of noise up to %s, and this training's have up to %s. Please set train.image-noise to %s."
              .formatted(learnt, noise, learnt));
    }
    return teacher.told().stream()
        .filter(part -> part != ConditionPart.CLASS)
        .filter(part -> teacher.dropout(part) == 0 && student.dropout(part) > 0)
        .findFirst()
        .map(
            part ->
                "has never seen an example without its %s, and this training hides it from some. Please set train.%s to 0, and let the student be told what the teacher is."
                    .formatted(part.word(), TrainOptions.dropoutOption(part)));
  }

  /** Why a teacher cannot be guided by some scales; empty where it can. */
  private Optional<String> refusal(GuidanceScales scales) {
    Optional<GuidanceScales> learnt = teacher.conditioning().guidance();
    if (learnt.isPresent()) {
      return learnt.get().holds(scales)
          ? Optional.empty()
          : Optional.of(
              "learnt scales of guidance from %s to %s, and is asked for %s to %s. Please ask for those that it learnt."
                  .formatted(
                      learnt.get().least(), learnt.get().most(), scales.least(), scales.most()));
    }
    if (teacher.told().isEmpty()) {
      return Optional.of(
          "is told nothing of examples, so there is nothing to guide it by. Please leave guidance-scale out.");
    }
    return teacher.told().stream()
        .filter(part -> teacher.dropout(part) == 0)
        .findFirst()
        .map(
            part ->
                "has never seen an example without its %s, and guidance goes by what that changes. Please leave guidance-scale out, or train a teacher from which it is hidden at times."
                    .formatted(part.word()));
  }
}
