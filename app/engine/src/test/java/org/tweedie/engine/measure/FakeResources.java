package org.tweedie.engine.measure;

import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.exact.MixtureModel;

/**
 * One classifier by whatever name: the Bayes classifier of a mixture of two classes.
 *
 * @param mixture the mixture
 * @param wrong whether it says the other class
 */
record FakeResources(MixtureModel mixture, boolean wrong) implements Resources {

  @Override
  public Classifier classifier(String run, long checkpoint) {
    return new Classifier() {
      @Override
      public Batch gradient(Batch z, NoiseLevel[] levels, Condition condition) {
        throw new UnsupportedOperationException("no measure guides");
      }

      @Override
      public Batch logProbabilities(Batch x) {
        float[] values = new float[2 * x.count()];
        NoiseLevel clean = mixture.schedule().at(0);
        for (int i = 0; i < x.count(); i++) {
          double[] z = {clean.alpha() * x.example(i)[0], clean.alpha() * x.example(i)[1]};
          for (int label = 0; label < 2; label++) {
            int said = wrong ? 1 - label : label;
            values[2 * i + said] = (float) mixture.logClassPosterior(z, clean, label);
          }
        }
        return Batch.of(DataShape.point(2), values);
      }
    };
  }

  @Override
  public DiffusionModel model(String run, long checkpoint) {
    throw new IllegalArgumentException("There is no run '%s'.".formatted(run));
  }

  @Override
  public Batch image(String file, int channels) {
    throw new IllegalArgumentException("There is no image '%s'.".formatted(file));
  }
}
