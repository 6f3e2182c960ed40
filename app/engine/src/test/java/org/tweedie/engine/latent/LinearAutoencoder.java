package org.tweedie.engine.latent;

import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.sampler.SeededNoise;

/**
 * A linear Gaussian model whose likelihood is known: {@code z ~ N(m, diag(t^2)), x = W z + s eps}
 * with orthogonal columns of W, so that the posterior has independent dimensions. Its encoder is
 * that posterior, or one that is off.
 *
 * @param off how far the encoder's means are off, and by which factor its deviations are
 */
public record LinearAutoencoder(double off) implements Autoencoder {

  /** Three numbers. */
  public static final DataDescription DATA = DataDescription.of(DataShape.point(3));

  /** Means and deviations of the latents. */
  public static final double[] M = {3, -0.5};

  public static final double[] T = {4, 0.2};

  /** The lengths of W's columns. */
  private static final double[] A = {0.5, 7};

  /** Their directions, and the one that is orthogonal to both. */
  private static final double[][] U = {
    {1 / 3.0, 2 / 3.0, 2 / 3.0}, {2 / 3.0, 1 / 3.0, -2 / 3.0}, {2 / 3.0, -2 / 3.0, 1 / 3.0}
  };

  private static final double S = 0.6;
  private static final DataShape LATENT = DataShape.point(2);

  private static double along(double[] direction, Batch x, int i) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += direction[k] * x.values()[3 * i + k];
    }
    return sum;
  }

  /** {@code -log p(x)} of each example. */
  public static double[] exactNats(Batch x) {
    double[] nats = new double[x.count()];
    for (int i = 0; i < nats.length; i++) {
      for (int j = 0; j < 3; j++) {
        double mean = j < 2 ? A[j] * M[j] : 0;
        double variance = j < 2 ? A[j] * A[j] * T[j] * T[j] + S * S : S * S;
        double distance = along(U[j], x, i) - mean;
        nats[i] += (Math.log(2 * Math.PI * variance) + distance * distance / variance) / 2;
      }
    }
    return nats;
  }

  /** Examples of the model itself. */
  public static DataSource data(int count) {
    Batch z = new SeededNoise(21, 0, count, LATENT).draw(0);
    Batch noise = new SeededNoise(22, 0, count, DATA.shape()).draw(0);
    float[] values = new float[3 * count];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < 3; k++) {
        double mean = 0;
        for (int j = 0; j < 2; j++) {
          mean += A[j] * U[j][k] * (M[j] + T[j] * z.values()[2 * i + j]);
        }
        values[3 * i + k] = (float) (mean + S * noise.values()[3 * i + k]);
      }
    }
    Batch all = Batch.of(DATA.shape(), values);
    Examples examples =
        new Examples() {
          @Override
          public int size() {
            return count;
          }

          @Override
          public void read(int index, float[] target, int offset) {
            System.arraycopy(all.values(), 3 * index, target, offset, 3);
          }

          @Override
          public int label(int index) {
            return Condition.NONE;
          }
        };
    return new DataSource() {
      @Override
      public DataDescription description() {
        return DATA;
      }

      @Override
      public Examples train() {
        return examples;
      }

      @Override
      public Examples test() {
        return examples;
      }
    };
  }

  @Override
  public DataShape latent() {
    return LATENT;
  }

  @Override
  public LatentGaussian encode(Batch x) {
    float[] means = new float[2 * x.count()];
    float[] deviations = new float[means.length];
    for (int k = 0; k < means.length; k++) {
      int j = k % 2;
      double precision = 1 / (T[j] * T[j]) + A[j] * A[j] / (S * S);
      double mean = (M[j] / (T[j] * T[j]) + A[j] * along(U[j], x, k / 2) / (S * S)) / precision;
      means[k] = (float) (mean + off * T[j]);
      deviations[k] = (float) ((1 + off) / Math.sqrt(precision));
    }
    return new LatentGaussian(Batch.of(LATENT, means), Batch.of(LATENT, deviations));
  }

  @Override
  public Batch decode(Batch z) {
    float[] values = new float[3 * z.count()];
    for (int k = 0; k < values.length; k++) {
      double mean = 0;
      for (int j = 0; j < 2; j++) {
        mean += A[j] * U[j][k % 3] * z.values()[2 * (k / 3) + j];
      }
      values[k] = (float) mean;
    }
    return Batch.of(DATA.shape(), values);
  }

  @Override
  public double[] nats(Batch x, Batch z) {
    double[] nats = decode(z).squaredDistances(x);
    for (int i = 0; i < nats.length; i++) {
      nats[i] = nats[i] / (2 * S * S) + 1.5 * Math.log(2 * Math.PI * S * S);
    }
    return nats;
  }

  @Override
  public String fingerprint() {
    return "linear, off by " + off;
  }
}
