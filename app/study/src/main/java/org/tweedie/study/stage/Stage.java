package org.tweedie.study.stage;

import java.util.Optional;
import org.tweedie.engine.config.RunConfig;

/**
 * A stage of a trial. Stages are equal if their names are. Immutable.
 *
 * @param id its name
 * @param config what it is done with, of which only a part counts: a training knows no sampler
 * @param step after how many steps of training its network is, or is to be
 * @param needs the stage whose result it takes: a training for samples, samples or a training for a
 *     measure
 */
public record Stage(StageId id, RunConfig config, long step, Optional<StageId> needs) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Stage stage && id.equals(stage.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
