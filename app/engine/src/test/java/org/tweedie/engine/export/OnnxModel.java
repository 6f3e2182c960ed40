package org.tweedie.engine.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/** An exported network in ONNX Runtime, as a model. */
public final class OnnxModel implements DiffusionModel, AutoCloseable {

  static final OrtEnvironment ENVIRONMENT = environment();

  /** Made on a thread of its own: its start takes more stack than the threads of tests have. */
  private static final long STACK = 64L << 20;

  private final DataDescription data;
  private final NoiseSchedule schedule;
  private final OrtSession session;

  private static OrtEnvironment environment() {
    Thread start = new Thread(null, OrtEnvironment::getEnvironment, "onnxruntime", STACK);
    start.start();
    try {
      start.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return OrtEnvironment.getEnvironment();
  }

  /**
   * Opens it.
   *
   * @param file all of the file
   * @param data what the network is for
   */
  public OnnxModel(byte[] file, DataDescription data, NoiseSchedule schedule) {
    this.data = data;
    this.schedule = schedule;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      session = ENVIRONMENT.createSession(file, options);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public NoiseSchedule schedule() {
    return schedule;
  }

  @Override
  public Prediction predict(Batch latents, double[] times, Condition condition) {
    NoiseLevel[] levels = Arrays.stream(times).mapToObj(schedule::at).toArray(NoiseLevel[]::new);
    return Prediction.of(
        Parameterization.NOISE, latents, levels, views(latents, times, condition).get("noise"));
  }

  /** All outputs, by name. */
  public Map<String, Batch> views(Batch latents, double[] times, Condition condition) {
    int count = latents.count();
    int[] labels = new int[count];
    Arrays.setAll(
        labels,
        i -> condition.label(i) == Condition.NONE ? data.classes().size() : condition.label(i));
    float[] logSnrs = new float[count];
    float[] alphas = new float[count];
    for (int i = 0; i < count; i++) {
      logSnrs[i] = (float) schedule.at(times[i]).logSnr();
      alphas[i] = (float) schedule.at(times[i]).alpha();
    }
    long[] shape =
        LongStream.concat(
                LongStream.of(count), data.shape().dimensions().stream().mapToLong(it -> it))
            .toArray();
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      inputs.put("latents", floats(latents.values(), shape));
      inputs.put("log_snr", floats(logSnrs, count));
      if (session.getInputNames().contains("alpha")) {
        inputs.put("alpha", floats(alphas, count));
      }
      if (session.getInputNames().contains("alpha_rate")) {
        float[] alphaRates = new float[count];
        float[] sigmaRates = new float[count];
        for (int i = 0; i < count; i++) {
          alphaRates[i] = (float) schedule.movingAt(times[i]).rate().alpha();
          sigmaRates[i] = (float) schedule.movingAt(times[i]).rate().sigma();
        }
        inputs.put("alpha_rate", floats(alphaRates, count));
        inputs.put("sigma_rate", floats(sigmaRates, count));
      }
      if (session.getInputNames().contains("condition")) {
        inputs.put(
            "condition",
            OnnxTensor.createTensor(ENVIRONMENT, IntBuffer.wrap(labels), new long[] {count}));
      }
      Map<String, Batch> views = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(inputs)) {
        for (Map.Entry<String, OnnxValue> view : result) {
          FloatBuffer values = ((OnnxTensor) view.getValue()).getFloatBuffer();
          float[] all = new float[values.remaining()];
          values.get(all);
          views.put(view.getKey(), Batch.of(data.shape(), all));
        }
      }
      return views;
    } catch (OrtException e) {
      throw new AssertionError(e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor floats(float[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(values), shape);
  }

  /** What goes in and comes out. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(session.getInputNames());
    names.addAll(session.getOutputNames());
    return names;
  }

  /** The largest difference, of values above 1 relative. */
  public static double difference(Batch found, Batch expected) {
    double largest = 0;
    for (int i = 0; i < expected.values().length; i++) {
      double wanted = expected.values()[i];
      double apart = Math.abs(found.values()[i] - wanted) / Math.max(1, Math.abs(wanted));
      largest = Math.max(largest, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
    }
    return largest;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }
}
