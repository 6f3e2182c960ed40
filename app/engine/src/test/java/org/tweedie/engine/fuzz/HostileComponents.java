package org.tweedie.engine.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.engine.fake.TestJar;

/** A jar of components, each of which is sound but for one answer. */
final class HostileComponents {

  /**
   * One that is not sound.
   *
   * @param kind the constant of its kind
   * @param name under which it is listed
   * @param method which of its methods is wrong
   * @param way how
   */
  record Hostile(String kind, String name, String method, String way) {

    @Override
    public String toString() {
      return kind + "." + method + ": " + way;
    }
  }

  /** A method with what it soundly does, and wrong answers of its own. */
  private record Sound(String signature, String body, String... wrong) {

    String method() {
      return signature.replaceFirst("\\(.*", "").replaceFirst(".* ", "");
    }
  }

  private static final String HEAD =
      """
      package acme;
      import jakarta.inject.Inject;
      import java.util.*;
      import java.util.random.RandomGenerator;
      import org.tensorflow.Operand;
      import org.tensorflow.op.Op;
      import org.tensorflow.op.Ops;
      import org.tensorflow.types.TFloat32;
      import org.tweedie.api.data.*;
      import org.tweedie.api.guidance.*;
      import org.tweedie.api.measure.*;
      import org.tweedie.api.model.*;
      import org.tweedie.api.network.*;
      import org.tweedie.api.objective.*;
      import org.tweedie.api.optimizer.*;
      import org.tweedie.api.plugin.*;
      import org.tweedie.api.sampler.*;
      import org.tweedie.api.schedule.*;
      import org.tweedie.api.training.*;
      public final class %s implements %s {
        @Inject public %s() {}
        static <E extends Throwable> RuntimeException sneak(Throwable t) throws E { throw (E) t; }
      %s}
      """;

  private static final List<String> THROWN =
      List.of(
          "throw new IllegalStateException(\"boom\");",
          "throw new IllegalArgumentException(\"boom\");",
          "throw new AssertionError(\"boom\");",
          "throw new StackOverflowError();",
          "throw new NoClassDefFoundError(\"acme/Missing\");",
          "throw HostileError.of();",
          "throw %s.<RuntimeException>sneak(new java.io.IOException(\"boom\"));");

  private static final Map<String, List<Sound>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put(
        "DATA DataSource, Examples",
        List.of(
            new Sound(
                "DataDescription description()",
                "return DataDescription.of(DataShape.point(2)).withClasses(List.of(\"a\", \"b\"));"),
            new Sound("Examples train()", "return this;"),
            new Sound("Examples test()", "return this;"),
            new Sound("int size()", "return 40;", "return 0;", "return -3;"),
            new Sound(
                "void read(int i, float[] to, int at)",
                "to[at] = i % 2; to[at + 1] = -(i % 3);",
                "to[at] = Float.NaN;",
                "to[at + 1] = Float.POSITIVE_INFINITY;",
                "to[at + 1000000] = 1;"),
            new Sound("int label(int i)", "return i % 2;", "return 2;", "return -7;")));
    KINDS.put(
        "SCHEDULE NoiseSchedule",
        List.of(
            new Sound(
                "double logSnr(double t)",
                "return 8 - 14 * t;",
                "return Double.NaN;",
                "return Double.POSITIVE_INFINITY;",
                "return t;",
                "return t > 0.3 && t < 0.302 ? Double.NaN : 8 - 14 * t;"),
            new Sound(
                "NoiseLevel at(double t)",
                "return NoiseLevel.variancePreserving(logSnr(t));",
                "return NoiseLevel.of(1, 1, 3);",
                "return NoiseLevel.of(Double.NaN, 1, 0);"),
            new Sound("double logSnrSlope(double t)", "return -14;", "return Double.NaN;"),
            new Sound(
                "double timeOf(double l)",
                "return Math.max(0, Math.min(1, (8 - l) / 14));",
                "return Double.NaN;",
                "return 1.7;"),
            new Sound("int timesteps()", "return 0;", "return -1;")));
    KINDS.put(
        "NETWORK DenoiserNetwork",
        List.of(
            new Sound(
                "Operand<TFloat32> output(NetworkGraph g, NetworkInput in)",
                "return g.tf().math.mul(in.z(), g.tf().constant(0.5f));",
                "return g.tf().constant(1f);",
                "return g.tf().math.mul(in.z(), g.tf().constant(Float.NaN));",
                "return g.tf().math.mean(in.z(), g.tf().constant(1));")));
    KINDS.put(
        "PRECONDITIONING Preconditioning",
        List.of(
            new Sound(
                "Optional<Coefficients> coefficients(Ops tf, Operand<TFloat32> a, Operand<TFloat32> s, Operand<TFloat32> l)",
                "return Optional.empty();",
                "return Optional.of(new Coefficients(null, l, a, s, a, s));",
                "return Optional.of(new Coefficients(tf.constant(1f), l, a, s, a, s));",
                "Operand<TFloat32> n = tf.math.mul(a, tf.constant(Float.NaN)); return Optional.of(new Coefficients(n, n, n, n, n, n));")));
    KINDS.put(
        "OBJECTIVE Objective",
        List.of(
            new Sound("Parameterization predicts()", "return Parameterization.NOISE;"),
            new Sound(
                "OptionalInt timesteps()",
                "return OptionalInt.empty();",
                "return OptionalInt.of(0);"),
            new Sound("int earlierLevels()", "return 0;", "return -1;"),
            new Sound(
                "Operand<TFloat32> loss(Denoising b)",
                "return SignalError.weighted(b, predicts(), b.tf().math.mul(b.level().logSnr(), b.tf().constant(0f)));",
                "return b.tf().constant(1f);",
                "return b.signal();",
                "return b.tf().math.mul(b.level().logSnr(), b.tf().constant(Float.NaN));")));
    KINDS.put(
        "TIMES TimeDistribution",
        List.of(
            new Sound(
                "TimeDraw draw(int n, RandomGenerator r, LossHistory h)",
                "return TimeDraw.even(r.doubles(n).toArray());",
                "return TimeDraw.even(new double[n + 1]);",
                "double[] t = new double[n]; t[0] = 1.7; return TimeDraw.even(t);",
                "double[] t = new double[n]; t[0] = Double.NaN; return TimeDraw.even(t);",
                "double[] t = new double[n]; return TimeDraw.even(t).withDensities(t);",
                "double[] w = new double[n]; w[0] = -1; return TimeDraw.even(new double[n]).withWeights(w);",
                "double[] w = new double[n]; w[0] = Double.POSITIVE_INFINITY; return TimeDraw.even(new double[n]).withWeights(w);"),
            new Sound("boolean isUniform()", "return true;")));
    KINDS.put(
        "OPTIMIZER Optimizer",
        List.of(
            new Sound(
                "List<String> slots()",
                "return List.of();",
                "return Arrays.asList((String) null);",
                "return List.of(\"A b\");",
                "return List.of(\"m\", \"m\");"),
            new Sound(
                "double[] fed(long step)",
                "return new double[0];",
                "return new double[] {Double.NaN};",
                "return new double[(int) step];"),
            new Sound(
                "List<Op> update(ParameterUpdate u)",
                "Operand<TFloat32> by = u.tf().math.mul(u.rate(), u.gradient()); return List.of(u.tf().assignSubVariableOp(u.parameter().handle(), by));",
                "return List.of();",
                "return Arrays.asList((Op) null);",
                "return List.of(u.tf().assignSubVariableOp(u.parameter().handle(), u.tf().math.mul(u.gradient(), u.tf().constant(Float.NaN))));")));
    KINDS.put(
        "LEARNING_RATE LearningRate",
        List.of(
            new Sound(
                "double at(long s, long n, double b)",
                "return b;",
                "return Double.NaN;",
                "return -b;",
                "return Double.POSITIVE_INFINITY;")));
    KINDS.put(
        "STOPPING Stopping",
        List.of(
            new Sound(
                "Optional<String> reading()",
                "return Optional.empty();",
                "return Optional.of(\"no/such\");"),
            new Sound("Optional<String> reason(List<Seen> s)", "return Optional.empty();")));
    KINDS.put(
        "AVERAGES WeightAverage",
        List.of(
            new Sound(
                "double decay(long s)",
                "return 0.9;",
                "return Double.NaN;",
                "return 1.1;",
                "return -1;")));
    KINDS.put(
        "AUGMENTATION Augmentation",
        List.of(
            new Sound(
                "float[] apply(float[] x, RandomGenerator r)",
                "return x;",
                "return new float[3];",
                "return new float[0];",
                "return new float[] {Float.NaN, 0};")));
    KINDS.put(
        "SAMPLER Sampler",
        List.of(
            new Sound(
                "Batch sample(Denoiser d, Batch z, NoiseSource n, StepListener l)",
                "return d.predict(z, 1).signal();",
                "return z.times(Double.NaN);",
                "return z.times(Double.POSITIVE_INFINITY);",
                "return z.slice(0, 1);",
                "return z.followedBy(z);",
                "return Batch.zeros(DataShape.point(3), z.count());",
                "return d.predict(z.times(Double.NaN), 0.5).signal();",
                "return d.predict(z, 1.7).signal();",
                "return d.predict(z.slice(0, 1), new double[3]).signal();")));
    KINDS.put(
        "GUIDANCE Guidance",
        List.of(
            new Sound(
                "DiffusionModel guide(DiffusionModel m)",
                "return m;",
                "return new DiffusionModel() { public NoiseSchedule schedule() { return m.schedule(); } public Prediction predict(Batch z, double[] t, Condition c) { return null; } };",
                "return new DiffusionModel() { public NoiseSchedule schedule() { return null; } public Prediction predict(Batch z, double[] t, Condition c) { return m.predict(z, t, c); } };",
                "return new DiffusionModel() { public NoiseSchedule schedule() { return m.schedule(); } public Prediction predict(Batch z, double[] t, Condition c) { return m.predict(z, t, c).slice(0, 1); } };",
                "return new DiffusionModel() { public NoiseSchedule schedule() { return m.schedule(); } public Prediction predict(Batch z, double[] t, Condition c) { Prediction p = m.predict(z, t, c); return p.withSignal(p.signal().times(Double.NaN)); } };"),
            new Sound("Sampler walk(Sampler s)", "return s;")));
    KINDS.put(
        "MEASURES Measure",
        List.of(
            new Sound("Subject subject()", "return Subject.SAMPLES;"),
            new Sound(
                "List<String> keys()",
                "return List.of(\"odd\");",
                "return List.of();",
                "return List.of(\"odd\", \"odd\");",
                "return Arrays.asList((String) null);"),
            new Sound(
                "List<Reading> of(Measured m)",
                "return List.of(Reading.of(\"odd\", m.samples().count()));",
                "return List.of();",
                "return Arrays.asList((Reading) null);",
                "return List.of(Reading.of(\"other\", 1));",
                "return List.of(Reading.of(\"odd\", Double.POSITIVE_INFINITY));",
                "return List.of(Reading.of(\"odd\", Double.NaN));")));
    KINDS.put(
        "MODEL ModelFamily",
        List.of(
            new Sound(
                "Optional<LatentDesign> latents(DataDescription d)", "return Optional.empty();")));
  }

  private HostileComponents() {}

  /** Writes the jar. */
  static List<Hostile> write(Path jar) {
    List<Hostile> all = new ArrayList<>();
    List<String> listings = new ArrayList<>();
    TestJar packed =
        new TestJar()
            .source(
                "acme.HostileError",
                "package acme; public class HostileError extends Error { static Error of() { return new HostileError(); } }");
    KINDS.forEach(
        (header, methods) -> {
          String kind = header.replaceFirst(" .*", "");
          String spi = header.replaceFirst("\\S+ ", "");
          for (Sound method : methods) {
            for (String way : ways(method)) {
              String type = "Odd" + all.size();
              String name = "odd-" + all.size();
              all.add(new Hostile(kind, name, method.method(), way));
              listings.add(
                  "components.add(Kinds.%s, \"%s\", %s.class);".formatted(kind, name, type));
              packed.source("acme." + type, source(type, spi, methods, method, way));
            }
          }
        });
    packed.plugin("acme", listings.toArray(String[]::new)).write(jar);
    return all;
  }

  private static List<String> ways(Sound method) {
    List<String> ways = new ArrayList<>(List.of(method.wrong()));
    if (!method.signature().matches("(void|int|double|boolean) .*")) {
      ways.add("return null;");
    }
    ways.addAll(THROWN);
    return ways;
  }

  private static String source(
      String type, String spi, List<Sound> methods, Sound wrong, String way) {
    StringBuilder body = new StringBuilder();
    for (Sound method : methods) {
      String does = method.equals(wrong) ? way.replace("%s", type) : method.body();
      body.append("  public %s { %s }\n".formatted(method.signature(), does));
    }
    return HEAD.formatted(type, spi, type, body);
  }
}
