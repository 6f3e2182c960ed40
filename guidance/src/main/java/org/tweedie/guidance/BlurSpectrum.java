package org.tweedie.guidance;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.guidance.Spectrum.Decomposition;

/**
 * The spectrum of a blur along columns and along rows: its singular values are products of theirs,
 * and its directions products of theirs in each channel.
 *
 * @param columns what blurs along columns: of a matrix of height by height
 * @param rows what blurs along rows: of a matrix of width by width
 * @param channels values of a pixel
 * @param kept the numbers of the directions that are measured, among all values of an image
 */
record BlurSpectrum(Decomposition columns, Decomposition rows, int channels, int... kept)
    implements Spectrum {

  static BlurSpectrum of(double[][] alongColumns, double[][] alongRows, int channels) {
    Decomposition columns = Decomposition.of(alongColumns);
    Decomposition rows = Decomposition.of(alongRows);
    BlurSpectrum all = new BlurSpectrum(columns, rows, channels, new int[0]);
    int size = columns.s().length * rows.s().length * channels;
    double least =
        LOST * Arrays.stream(columns.s()).max().orElse(0) * Arrays.stream(rows.s()).max().orElse(0);
    return new BlurSpectrum(
        columns,
        rows,
        channels,
        IntStream.range(0, size).filter(k -> all.value(k) > least).toArray());
  }

  private double value(int k) {
    return columns.s()[row(k)] * rows.s()[column(k)];
  }

  private int row(int k) {
    return k / channels / rows.s().length;
  }

  private int column(int k) {
    return k / channels % rows.s().length;
  }

  @Override
  public double[] values() {
    return Arrays.stream(kept).mapToDouble(this::value).toArray();
  }

  @Override
  public double[] coordinates(double[] x) {
    double[] all = both(columns.v(), rows.v(), x);
    return Arrays.stream(kept).mapToDouble(k -> all[k]).toArray();
  }

  @Override
  public double[] combined(double[] c) {
    double[] all = new double[columns.s().length * rows.s().length * channels];
    for (int j = 0; j < kept.length; j++) {
      all[kept[j]] = c[j];
    }
    return both(transposed(columns.v()), transposed(rows.v()), all);
  }

  @Override
  public double[] measured(double[] y) {
    double[] all = both(columns.u(), rows.u(), y);
    return Arrays.stream(kept).mapToDouble(k -> all[k] / value(k)).toArray();
  }

  /** One matrix along columns, the other along rows. */
  private double[] both(double[][] along, double[][] across, double[] x) {
    int height = along.length;
    int width = across.length;
    double[] once = new double[x.length];
    double[] twice = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      for (int other = 0; other < width; other++) {
        once[k] += across[column(k)][other] * x[k + (other - column(k)) * channels];
      }
    }
    for (int k = 0; k < x.length; k++) {
      for (int other = 0; other < height; other++) {
        twice[k] += along[row(k)][other] * once[k + (other - row(k)) * width * channels];
      }
    }
    return twice;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        result[i][j] = matrix[j][i];
      }
    }
    return result;
  }
}
