package org.tweedie.engine.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What plugins can make, kind by kind: what each method soundly does, and how it might answer
 * wrongly.
 */
final class HostileKinds {

  /**
   * A method.
   *
   * @param signature without {@code public}
   * @param body what it soundly does
   * @param wrong what else it might do, beside throwing and giving null
   */
  record Sound(String signature, String body, List<String> wrong) {

    Sound(String signature, String body, String... wrong) {
      this(signature, body, List.of(wrong));
    }

    String method() {
      return signature.replaceFirst("\\(.*", "").replaceFirst(".* ", "");
    }

    /** How many parameters it has. */
    int parameters() {
      String list = signature.replaceFirst("^[^(]*\\(", "").replaceFirst("\\)$", "");
      return list.isEmpty() ? 0 : list.replaceAll("<[^>]*>", "").split(",").length;
    }

    boolean givesAnObject() {
      return !signature.matches("(void|int|double|boolean) .*");
    }
  }

  /**
   * A kind of component.
   *
   * @param kind the constant of its kind
   * @param spi what its class implements
   * @param config what it is used in
   * @param options the methods of its options; empty where it has none
   * @param methods its own
   */
  record Made(String kind, String spi, String config, List<Sound> options, List<Sound> methods) {

    /** Whether it is used where the schedule is learned. */
    boolean isOfLearnedSchedule() {
      return config.equals(LEARNED);
    }

    List<Sound> all() {
      return Stream.concat(options.stream(), methods.stream()).toList();
    }
  }

  /** Its measure asks the schedule for slopes and times. */
  private static final String DIFFUSION =
      """
      data: points
      schedule: linear
      network: {type: mlp, width: 4, layers: 1}
      objective: simple
      sampler: {type: ddim, steps: 2}
      guidance: [none]
      measures: [{type: bound, examples: 4, draws: 1}]
      train: {steps: 2, batch: 4, evaluate-every: 1, checkpoint-every: 1}
      evaluate: {samples: 4, examples: 4}
      sample: {count: 4}
      """;

  private static final String LEARNED =
      DIFFUSION
          .replace("schedule: linear", "schedule: learned")
          .replace("objective: simple", "objective: vlb\ntimes: uniform");

  private static final String TOLD =
      DIFFUSION
          .replace("data: points", "data: digits")
          .replace("mlp, width: 4, layers: 1", "transformer, width: 8, depth: 1, heads: 1");

  private static final String CAPTIONED =
      TOLD.replace("data: digits", "data: {type: scenes, count: 100}");

  private static final String LATENT =
      """
      data: digits
      model: {type: vae, latent: data}
      encoder: {type: mlp, width: 4, layers: 1}
      decoder: {type: mlp, width: 4, layers: 1}
      measures: [{type: bound, examples: 4}]
      train: {steps: 2, batch: 4}
      evaluate: {samples: 4}
      sample: {count: 4}
      """;

  private HostileKinds() {}

  private static Made made(String kind, String spi, String config, Sound... methods) {
    return new Made(kind, spi, config, List.of(), List.of(methods));
  }

  private static Sound latentNetwork() {
    String copies =
        "List<Operand<TFloat32>> all = new ArrayList<>(); for (int i = 0; i < in.outputs(); i++) {"
            + " all.add(in.x()); } ";
    String joined = "g.tf().concat(all, g.tf().constant(-1))";
    return new Sound(
        "Operand<TFloat32> output(NetworkGraph g, LatentInput in)",
        copies + "return " + joined + ";",
        "return g.tf().constant(1f);",
        "return in.x();",
        copies + "return g.tf().math.mul(" + joined + ", g.tf().constant(Float.NaN));");
  }

  /** Features that are a caption's tokens, times a number, with their mask, times another. */
  private static String features(String feature, String mask) {
    return "Ops tf = g.tf(); Operand<TFloat32> f ="
        + " tf.expandDims(tf.dtypes.cast(in.tokens(), TFloat32.class), tf.constant(-1));"
        + " Operand<TFloat32> m = tf.dtypes.cast(tf.math.less(tf.range(tf.constant(0),"
        + " tf.constant(in.longest()), tf.constant(1)), tf.expandDims(in.length(),"
        + " tf.constant(-1))), TFloat32.class); return new TextFeatures(tf.math.mul(f,"
        + " tf.constant(%s)), tf.math.mul(m, tf.constant(%s)));".formatted(feature, mask);
  }

  private static String learned(String latents, String shared) {
    return "return Optional.of(new LatentDesign(%s, LatentDesign.Encoding.LEARNED, %s, LatentDesign.StepPrediction.MEAN, LatentTraining.plain()));"
        .formatted(latents, shared);
  }

  private static String scheduled(String latents, String shared, String predicts) {
    return "return Optional.of(new LatentDesign(%s, LatentDesign.Encoding.LINEAR_GAUSSIAN, %s, LatentDesign.StepPrediction.%s, LatentTraining.plain()));"
        .formatted(latents, shared, predicts);
  }

  /** All of them. */
  static List<Made> all() {
    List<Made> kinds = new ArrayList<>();
    kinds.add(
        made(
            "DATA",
            "DataSource, Examples",
            DIFFUSION,
            new Sound(
                "void draw(int i, RandomGenerator r, float[] to, int at)",
                "read(i, to, at);",
                "to[at] = Float.NaN;",
                "to[0] = 1; to[1] = 1;",
                "to[at] = 0;",
                "read(i, to, at); to[Math.max(0, at - 1)] = 5;"),
            new Sound(
                "DataDescription description()",
                "return DataDescription.of(DataShape.point(2)).withClasses(List.of(\"a\","
                    + " \"b\"));"),
            new Sound("Examples train()", "return this;"),
            new Sound("Examples test()", "return this;"),
            new Sound("int size()", "return 40;", "return 0;", "return -3;"),
            new Sound(
                "void read(int i, float[] to, int at)",
                "to[at] = i % 2; to[at + 1] = -(i % 3);",
                "to[at] = Float.NaN;",
                "to[at + 1] = Float.POSITIVE_INFINITY;",
                "to[at + 1000000] = 1;",
                "to[0] = 1; to[1] = 1;",
                "to[at] = 0;",
                "to[at] = 0; to[at + 1] = 0; to[Math.max(0, at - 1)] = 5;"),
            new Sound("int label(int i)", "return i % 2;", "return 2;", "return -7;")));
    kinds.add(
        made(
            "SCHEDULE",
            "NoiseSchedule",
            DIFFUSION,
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
                "NoiseRate rate(double t)",
                "return NoiseRate.variancePreserving(at(t), -14);",
                "return new NoiseRate(Double.NaN, 1);"),
            new Sound(
                "NoiseLevel movingAt(double t)",
                "return at(t).moving(rate(t));",
                "return NoiseLevel.of(1, 1, 3);"),
            new Sound(
                "NoiseLevel[] movingAt(double[] t)",
                "return Arrays.stream(t).mapToObj(this::movingAt).toArray(NoiseLevel[]::new);",
                "return new NoiseLevel[0];",
                "return new NoiseLevel[t.length];"),
            new Sound(
                "double timeOf(double l)",
                "return Math.max(0, Math.min(1, (8 - l) / 14));",
                "return Double.NaN;",
                "return 1.7;"),
            new Sound("int timesteps()", "return 0;", "return -1;")));
    kinds.add(
        made(
            "NETWORK",
            "DenoiserNetwork",
            DIFFUSION,
            new Sound(
                "Set<ConditionPart> takes()",
                "return Set.of();",
                "return new HashSet<>(Arrays.asList((ConditionPart) null));"),
            new Sound(
                "Operand<TFloat32> output(NetworkGraph g, NetworkInput in)",
                "return g.tf().math.mul(in.z(), g.parameter(\"a\", Initializer.ones(), 2));",
                "return g.tf().math.mul(in.z(), g.tf().constant(0.5f));",
                "return g.tf().constant(1f);",
                "return g.tf().math.mul(g.tf().math.mul(in.z(), g.parameter(\"a\","
                    + " Initializer.ones(), 2)), g.tf().constant(Float.NaN));",
                "return g.tf().math.mean(in.z(), g.tf().constant(1));")));
    kinds.add(
        made(
            "PRECONDITIONING",
            "Preconditioning",
            DIFFUSION,
            new Sound(
                "Optional<Coefficients> coefficients(Ops tf, Operand<TFloat32> a, Operand<TFloat32>"
                    + " s, Operand<TFloat32> l)",
                "return Optional.empty();",
                "return Optional.of(new Coefficients(null, l, a, s, a, s));",
                "return Optional.of(new Coefficients(tf.constant(1f), l, a, s, a, s));",
                "Operand<TFloat32> n = tf.math.mul(a, tf.constant(Float.NaN)); return"
                    + " Optional.of(new Coefficients(n, n, n, n, n, n));"),
            new Sound("int outputs()", "return 1;", "return 0;", "return 3;"),
            new Sound(
                "Optional<Operand<TFloat32>> signal(Ops tf, Operand<TFloat32> z, Operand<TFloat32>"
                    + " a, Operand<TFloat32> s, Operand<TFloat32> r)",
                "return Optional.empty();",
                "return Optional.of(tf.constant(1f));",
                "return Optional.of(tf.math.mul(z, tf.constant(Float.NaN)));")));
    kinds.add(
        made(
            "OBJECTIVE",
            "Objective",
            DIFFUSION,
            new Sound("boolean isBound()", "return false;"),
            new Sound("boolean learnsVariance()", "return false;"),
            new Sound("boolean differentiatesNetwork()", "return false;"),
            new Sound("boolean dependsOnTheErrorAlone()", "return true;"),
            new Sound("boolean isDenoiser()", "return true;"),
            new Sound("Optional<Coupling> coupling()", "return Optional.empty();"),
            new Sound("Optional<TeacherRun> teacher()", "return Optional.empty();"),
            new Sound("Optional<TimeSteps> timeSteps()", "return Optional.empty();"),
            new Sound(
                "Operand<TFloat32> examples(Denoising b)",
                "return b.signal();",
                "return b.tf().constant(1f);",
                "return b.tf().math.mul(b.signal(), b.tf().constant(Float.NaN));"),
            new Sound("Parameterization predicts()", "return Parameterization.NOISE;"),
            new Sound(
                "OptionalInt timesteps()",
                "return OptionalInt.empty();",
                "return OptionalInt.of(0);",
                "return OptionalInt.of(Integer.MAX_VALUE);"),
            new Sound("int earlierLevels()", "return 0;", "return -1;"),
            new Sound(
                "Operand<TFloat32> loss(Denoising b)",
                "return SignalError.weighted(b, predicts(), b.tf().math.mul(b.level().logSnr(),"
                    + " b.tf().constant(0f)));",
                "return b.tf().constant(1f);",
                "return b.signal();",
                "return b.tf().math.mul(b.level().logSnr(), b.tf().constant(Float.NaN));")));
    kinds.add(
        made(
            "TIMES",
            "TimeDistribution",
            DIFFUSION,
            new Sound("boolean usesHistory()", "return false;"),
            new Sound(
                "TimeDraw draw(int n, RandomGenerator r, LossHistory h)",
                "return TimeDraw.even(r.doubles(n).toArray());",
                "return TimeDraw.even(new double[n + 1]);",
                "double[] t = new double[n]; t[0] = 1.7; return TimeDraw.even(t);",
                "double[] t = new double[n]; t[0] = Double.NaN; return TimeDraw.even(t);",
                "double[] t = new double[n]; return TimeDraw.even(t).withDensities(t);",
                "double[] w = new double[n]; w[0] = -1; return TimeDraw.even(new"
                    + " double[n]).withWeights(w);",
                "double[] w = new double[n]; w[0] = Double.POSITIVE_INFINITY; return"
                    + " TimeDraw.even(new double[n]).withWeights(w);"),
            new Sound("boolean isUniform()", "return true;")));
    kinds.add(
        made(
            "OPTIMIZER",
            "Optimizer",
            DIFFUSION,
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
                "Operand<TFloat32> by = u.tf().math.mul(u.rate(), u.gradient()); return"
                    + " List.of(u.tf().assignSubVariableOp(u.parameter().handle(), by));",
                "return List.of();",
                "return Arrays.asList((Op) null);",
                "return List.of(u.tf().assignSubVariableOp(u.parameter().handle(),"
                    + " u.tf().math.mul(u.gradient(), u.tf().constant(Float.NaN))));")));
    kinds.add(
        made(
            "LEARNING_RATE",
            "LearningRate",
            DIFFUSION,
            new Sound(
                "double at(long s, long n, double b)",
                "return b;",
                "return Double.NaN;",
                "return -b;",
                "return Double.POSITIVE_INFINITY;")));
    kinds.add(
        made(
            "STOPPING",
            "Stopping",
            DIFFUSION,
            new Sound(
                "Optional<String> reading()",
                "return Optional.of(\"test/bits_per_dim\");",
                "return Optional.of(\"no/such\");",
                "return Optional.of(\"\");"),
            new Sound(
                "Optional<String> reason(List<Seen> s)",
                "return Optional.empty();",
                "return Optional.of(\"\");")));
    kinds.add(
        made(
            "AVERAGES",
            "WeightAverage",
            DIFFUSION,
            new Sound(
                "double decay(long s)",
                "return 0.9;",
                "return Double.NaN;",
                "return 1.1;",
                "return -1;")));
    kinds.add(
        made(
            "AUGMENTATION",
            "Augmentation",
            DIFFUSION,
            new Sound("boolean isIdentity()", "return false;"),
            new Sound(
                "float[] apply(float[] x, RandomGenerator r)",
                "return x;",
                "return new float[3];",
                "return new float[0];",
                "return new float[] {Float.NaN, 0};")));
    kinds.add(
        made(
            "SAMPLER",
            "Sampler, Selective",
            DIFFUSION,
            new Sound("boolean takesPathEnds()", "return false;"),
            new Sound(
                "List<String> objections(Assembly a)",
                "return List.of();",
                "return Arrays.asList((String) null);",
                "return List.of(\"\");"),
            new Sound(
                "Batch sample(Denoiser d, Batch z, NoiseSource n, StepListener l)",
                "return d.predict(z, 1).signal();",
                "return z.times(Double.NaN);",
                "l.onStep(1, 0, z, null); return z;",
                "l.onStep(-1, -5, z, d.predict(z, 1)); return z;",
                "l.onStep(1, 1, z, d.predict(z.slice(0, 1), 1)); return z;",
                "l.onStep(1, 1, z, d.predict(z, 1)); l.onStep(1, 1, z, d.predict(z, 1)); return z;",
                "return z.times(Double.POSITIVE_INFINITY);",
                "return z.slice(0, 1);",
                "return z.followedBy(z);",
                "return Batch.zeros(DataShape.point(3), z.count());",
                "return d.predict(z.times(Double.NaN), 0.5).signal();",
                "return d.predict(z, 1.7).signal();",
                "return d.predict(z.slice(0, 1), new double[3]).signal();")));
    kinds.add(
        made(
            "GUIDANCE",
            "Guidance",
            DIFFUSION,
            new Sound("boolean guidesByCondition()", "return true;"),
            new Sound("boolean bringsClasses()", "return false;"),
            new Sound(
                "DiffusionModel guide(DiffusionModel m, DiffusionModel base)", "return guide(m);"),
            new Sound(
                "DiffusionModel guide(DiffusionModel m)",
                "return m;",
                "return new DiffusionModel() { public NoiseSchedule schedule() { return"
                    + " m.schedule(); } public Prediction predict(Batch z, double[] t, Condition c)"
                    + " { return null; } };",
                "return new DiffusionModel() { public NoiseSchedule schedule() { return null; }"
                    + " public Prediction predict(Batch z, double[] t, Condition c) { return"
                    + " m.predict(z, t, c); } };",
                "return new DiffusionModel() { public NoiseSchedule schedule() { return"
                    + " m.schedule(); } public Prediction predict(Batch z, double[] t, Condition c)"
                    + " { return m.predict(z, t, c).slice(0, 1); } };",
                "return new DiffusionModel() { public NoiseSchedule schedule() { return"
                    + " m.schedule(); } public Prediction predict(Batch z, double[] t, Condition c)"
                    + " { Prediction p = m.predict(z, t, c); return"
                    + " p.withSignal(p.signal().times(Double.NaN)); } };"),
            new Sound("Sampler walk(Sampler s)", "return s;")));
    kinds.add(
        made(
            "MEASURES",
            "Measure",
            DIFFUSION,
            new Sound("Subject subject()", "return Subject.SAMPLES;"),
            new Sound(
                "int fewestSamples()",
                "return 1;",
                "return 0;",
                "return -1;",
                "return Integer.MAX_VALUE;"),
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

    // What is asked where the schedule is learned, and nowhere else.
    kinds.add(
        made(
            "OBJECTIVE",
            "Objective",
            LEARNED,
            new Sound("Parameterization predicts()", "return Parameterization.NOISE;"),
            new Sound("boolean isBound()", "return true;", "return false;"),
            new Sound(
                "Operand<TFloat32> loss(Denoising b)",
                "return SignalError.weighted(b, predicts(), SignalError.logBoundWeight(b));",
                "return b.tf().constant(1f);")));
    kinds.add(
        made(
            "TIMES",
            "TimeDistribution",
            LEARNED,
            new Sound(
                "TimeDraw draw(int n, RandomGenerator r, LossHistory h)",
                "return TimeDraw.even(r.doubles(n).toArray());"),
            new Sound("boolean isUniform()", "return true;", "return false;")));
    kinds.add(
        made(
            "LEARNED_SCHEDULE",
            "LearnedSchedule",
            LEARNED,
            new Sound(
                "Operand<TFloat32> first(NetworkGraph g)",
                "return g.tf().constant(8f);",
                "return g.tf().constant(new float[] {8f, 8f});",
                "return g.tf().constant(Float.NaN);"),
            new Sound(
                "Operand<TFloat32> last(NetworkGraph g)",
                "return g.tf().constant(-6f);",
                "return g.tf().constant(9f);",
                "return g.tf().constant(Float.NaN);"),
            new Sound(
                "Fall fall(NetworkGraph g, Operand<TFloat32> t)",
                "return new Fall(t, g.tf().onesLike(t));",
                "return new Fall(null, t);",
                "return new Fall(t, g.tf().constant(1f));",
                "return new Fall(g.tf().math.neg(t), g.tf().math.neg(g.tf().onesLike(t)));",
                "Operand<TFloat32> n = g.tf().math.mul(t, g.tf().constant(Float.NaN)); return new"
                    + " Fall(n, n);"),
            new Sound(
                "NoiseSchedule frozen(Map<String, float[]> w)",
                "return t -> 8 - 14 * t;",
                "return t -> Double.NaN;",
                "return t -> t;",
                "return t -> 3 - 4 * t;")));
    kinds.add(
        made(
            "IMAGE_CONDITION",
            "ImageCondition",
            TOLD,
            new Sound(
                "DataShape shape(DataShape e)",
                "return e;",
                "return DataShape.image(3, 3, 1);",
                "return DataShape.image(16, 16, 1);",
                "return DataShape.point(64);"),
            new Sound(
                "float[] of(float[] x, DataShape s)",
                "return x.clone();",
                "return new float[3];",
                "return new float[0];",
                "float[] y = x.clone(); y[5] = Float.NaN; return y;",
                "float[] y = x.clone(); y[5] = 7; return y;"),
            new Sound(
                "float[] of(float[] x, DataShape s, RandomGenerator r)",
                "return x.clone();",
                "return new float[3];",
                "float[] y = x.clone(); y[5] = Float.NaN; return y;",
                "float[] y = x.clone(); y[5] = 7; return y;"),
            new Sound("boolean isMasked()", "return false;")));
    kinds.add(
        made(
            "LATENTS",
            "Latents, Autoencoder",
            DIFFUSION.replace("data: points", "data: digits"),
            new Sound(
                "Optional<Autoencoder> autoencoder(DataDescription d)",
                "return Optional.of(this);",
                "return Optional.empty();"),
            new Sound(
                "DataShape latent()", "return DataShape.point(64);", "return DataShape.point(3);"),
            new Sound(
                "LatentGaussian encode(Batch x)",
                "Batch z = x.shaped(DataShape.point(64)); return new LatentGaussian(z, z.map(v ->"
                    + " 0.1));",
                "Batch z = x.shaped(DataShape.point(64)); return new LatentGaussian(z.map(v ->"
                    + " Double.NaN), z.map(v -> 0.1));",
                "return new LatentGaussian(x, x.map(v -> 0.1));",
                "return new LatentGaussian(x.slice(0, 1), x.slice(0, 1).map(v -> 0.1));",
                "return new LatentGaussian(x, x);"),
            new Sound(
                "Batch decode(Batch z)",
                "return z.shaped(DataShape.image(8, 8, 1)).clamp(-1, 1);",
                "return z;",
                "return z.slice(0, 0);",
                "return z.map(v -> Double.NaN);"),
            new Sound(
                "double[] nats(Batch x, Batch z)",
                "return x.squaredDistances(z.shaped(x.shape()));",
                "return new double[0];",
                "double[] n = new double[x.count()]; Arrays.fill(n, Double.NaN); return n;"),
            new Sound("String fingerprint()", "return \"hostile\";")));
    kinds.add(
        made(
            "TEXT_ENCODER",
            "TextEncoder, Tokenizer",
            CAPTIONED,
            new Sound("Tokenizer fitted(List<String> c)", "return this;"),
            new Sound("Tokenizer restored(String s)", "return this;"),
            new Sound("int size()", "return 5;", "return 0;", "return -3;"),
            new Sound(
                "int[] tokens(String c)",
                "return new int[] {1, 2};",
                "return new int[] {1, 5};",
                "return new int[] {-1};"),
            new Sound("String saved()", "return \"\";"),
            new Sound(
                "TextFeatures output(NetworkGraph g, TextInput in)",
                features("1f", "1f"),
                features("1f", "Float.NaN"),
                features("Float.NaN", "1f"),
                "return new TextFeatures(g.tf().constant(new float[1][1][1]), g.tf().constant(new"
                    + " float[1][1]));")));
    kinds.add(
        made(
            "TEXT_ENCODER",
            "FrozenTextEncoder, Tokenizer",
            CAPTIONED,
            new Sound("Tokenizer fitted(List<String> c)", "return this;"),
            new Sound("Tokenizer restored(String s)", "return this;"),
            new Sound("int size()", "return 5;"),
            new Sound("int[] tokens(String c)", "return new int[] {1, 2};"),
            new Sound("String saved()", "return \"\";"),
            new Sound("int width()", "return 3;", "return 0;", "return 2;"),
            new Sound(
                "float[] features(int... t)",
                "return new float[3 * t.length];",
                "return new float[1];",
                "return new float[4 * t.length];",
                "float[] f = new float[3 * t.length]; f[0] = Float.NaN; return f;"),
            new Sound(
                "Map<String, String> files()", "return Map.of(\"model\", \"0\");", "return null;"),
            new Sound("TextFeatures output(NetworkGraph g, TextInput in)", features("1f", "1f"))));
    kinds.add(made("ENCODER", "EncoderNetwork", LATENT, latentNetwork()));
    kinds.add(made("DECODER", "DecoderNetwork", LATENT, latentNetwork()));
    kinds.add(
        made(
            "MODEL",
            "ModelFamily",
            DIFFUSION,
            new Sound(
                "Optional<LatentDesign> latents(DataDescription d)",
                "return Optional.empty();",
                learned("List.of(DataShape.point(2))", "false"),
                scheduled("List.of(d.shape(), d.shape())", "true", "MEAN"),
                scheduled("List.of(DataShape.point(3), DataShape.point(3))", "true", "SIGNAL"),
                scheduled("List.of(d.shape(), d.shape())", "false", "NOISE"))));
    kinds.add(
        new Made(
            "MODEL",
            "ModelFamily",
            LATENT,
            List.of(
                new Sound(
                    "Set<Kind<?>> kinds()",
                    "return Set.of(Kinds.ENCODER, Kinds.DECODER);",
                    "return Set.of();",
                    "return Set.of(Kinds.DATA);",
                    "return new HashSet<>(Arrays.asList((Kind<?>) null));")),
            List.of(
                new Sound(
                    "Optional<LatentDesign> latents(DataDescription d)",
                    learned("List.of(d.shape())", "false"),
                    "return Optional.empty();",
                    learned("List.of(d.shape())", "true"),
                    scheduled("List.of(d.shape(), d.shape())", "false", "MEAN")))));
    return List.copyOf(kinds);
  }
}
