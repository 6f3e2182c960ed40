package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.kernel.FusedOperations;

/**
 * A training step as one session call: noise, network, loss, gradients, optimizer and averages.
 * Used by one thread.
 */
public final class TrainingGraph implements StepGraph {

  /** Names beside those of parameters, which have no spaces. */
  private static final String LOG_SNR = "the log SNR";

  private static final String SLOPE = "the slope of the log SNR";

  /** Dropout draws by the seed's next numbers, so further noise takes them from far away. */
  private static final long FIRST_FURTHER_NOISE = 1 << 15;

  private static final long RECONSTRUCTION = FIRST_FURTHER_NOISE - 1;

  private final Graph graph = new Graph();
  private final StepProgram program;
  private final ParameterGraph parameters;
  private final BatchLevels levels;
  private final GraphDenoising batch;
  private final ConditionFeed conditions;
  private final Optional<GraphTeacher> teacher;
  private final BatchParts partly;
  private final Optional<Placeholder<TFloat32>> coupled;
  private final Placeholder<TFloat32> weights;
  private final Shape shape;
  private final Operand<TFloat32> losses;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> diffusion;
  private final Optional<Operand<TFloat32>> endTerms;

  /**
   * Builds the graph of steps that see one batch each; {@link #initialize} or {@link #load} must
   * follow before the first one.
   *
   * @param parts what is trained, and for what
   * @param batchSize examples a step, at least 1
   * @param how how weights follow gradients
   * @param settings how TensorFlow runs the graph
   */
  public TrainingGraph(
      Assembly parts, int batchSize, UpdateSettings how, SessionSettings settings) {
    this(parts, batchSize, 1, how, settings);
  }

  /**
   * Builds the graph of steps whose batch comes in parts.
   *
   * @param parts what is trained, and for what
   * @param batchSize examples that the network sees at once, at least 1
   * @param accumulate how many times as many a step sees, at least 1
   * @param how how weights follow gradients
   * @param settings how TensorFlow runs the graph
   */
  public TrainingGraph(
      Assembly parts, int batchSize, int accumulate, UpdateSettings how, SessionSettings settings) {
    this(parts, batchSize, accumulate, how, settings, Optional.empty());
  }

  /**
   * Builds the graph of steps that a teacher takes part in.
   *
   * @param parts what is trained, and for what
   * @param batchSize examples that the network sees at once, at least 1
   * @param accumulate how many times as many a step sees, at least 1
   * @param how how weights follow gradients
   * @param settings how TensorFlow runs the graph
   * @param trained the network that the objective learns from
   */
  public TrainingGraph(
      Assembly parts,
      int batchSize,
      int accumulate,
      UpdateSettings how,
      SessionSettings settings,
      Optional<TrainedTeacher> trained) {
    try {
      Ops tf = Ops.create(graph);
      Objective objective = parts.objective();
      shape = Tensors.batch(batchSize, parts.data().shape());
      Variables variables = new Variables(tf);
      partly = new BatchParts(tf, accumulate, shape);
      coupled =
          objective.coupling().map(any -> tf.placeholder(TFloat32.class, Placeholder.shape(shape)));
      weights = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batchSize, 2)));
      parameters =
          new ParameterGraph(
              tf,
              variables,
              Optional.of(partly.ownSeed()),
              objective.differentiatesNetwork() ? settings.twiceDifferentiated() : settings);
      Optional<LearnedLevels> learned =
          parts
              .learnedSchedule()
              .map(schedule -> new LearnedLevels(parameters, batchSize, schedule));
      levels =
          learned
              .<BatchLevels>map(inGraph -> inGraph)
              .orElseGet(
                  () ->
                      new FedLevels(
                          tf,
                          batchSize,
                          parts.schedule(),
                          objective,
                          GraphTeacher.predictsFlow(trained)));
      Optional<GuidanceScales> guidance = objective.teacher().flatMap(TeacherRun::guidance);
      teacher =
          trained.map(network -> new GraphTeacher(tf, network, batchSize, settings, guidance));
      conditions = new ConditionFeed(parameters, parts, batchSize);
      batch =
          new GraphDenoising(
              parameters,
              Preconditioned.of(parts),
              conditions.condition(),
              shape,
              objective,
              levels,
              this::noise,
              teacher.map(network -> network::seeing));
      losses = ofExamples(objective.loss(batch), batchSize);
      loss = mean(tf, tf.math.mul(losses, column(tf, weights, 0)));
      Operand<TFloat32> integrand =
          SignalError.weighted(batch, objective.predicts(), SignalError.logBoundWeight(batch));
      diffusion = mean(tf, tf.math.mul(integrand, column(tf, weights, 1)));
      endTerms =
          learned.map(
              schedule ->
                  new EndTerms(tf, parts.data(), batch.signal())
                      .of(
                          schedule.first(),
                          schedule.last(),
                          tf.math.add(
                              partly.ownSeed(), tf.constant(new long[] {0, RECONSTRUCTION}))));
      Updates updates = new Updates(tf, variables, groups(tf, learned), how);
      program = new StepProgram(graph, variables, parameters, partly, updates, settings);
      teacher.ifPresent(network -> network.load(program));
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /**
   * The same, in TensorFlow's own operations where the loss turns out to hold a derivative of the
   * network though its objective does not say so: the program's own operations have no second one.
   */
  public static TrainingGraph of(
      Assembly parts, int batchSize, int accumulate, UpdateSettings how, SessionSettings settings) {
    return of(parts, batchSize, accumulate, how, settings, Optional.empty());
  }

  /** The same with a network that the objective learns from. */
  public static TrainingGraph of(
      Assembly parts,
      int batchSize,
      int accumulate,
      UpdateSettings how,
      SessionSettings settings,
      Optional<TrainedTeacher> teacher) {
    try {
      return new TrainingGraph(parts, batchSize, accumulate, how, settings, teacher);
    } catch (RuntimeException e) {
      if (!settings.isFused() || !FusedOperations.isWithoutDerivative(e)) {
        throw e;
      }
      return new TrainingGraph(
          parts, batchSize, accumulate, how, settings.twiceDifferentiated(), teacher);
    }
  }

  /**
   * Gives weights their starting values, which the seed settles; what the optimizer keeps starts at
   * zero, and averages at the weights.
   */
  public void initialize(long seedOfWeights) {
    initialize(seedOfWeights, Map.of(), Map.of());
  }

  @Override
  public void initialize(
      long seedOfWeights, Map<String, float[]> known, Map<String, float[]> averaged) {
    program.initialize(seedOfWeights, known, averaged);
  }

  @Override
  public void load(Map<String, float[]> state) {
    program.load(state);
  }

  @Override
  public Map<String, float[]> state() {
    return program.state();
  }

  @Override
  public Map<String, Shape> shapes() {
    return program.shapes();
  }

  /** The batch's own noise by index 0, which is fed where it goes by the examples. */
  private Operand<TFloat32> noise(int index) {
    return index == 0 && coupled.isPresent()
        ? coupled.get()
        : partly.noise(index == 0 ? 0 : FIRST_FURTHER_NOISE + index);
  }

  @Override
  public Feeds feed(TrainingInput input) {
    return program.feed(input, this::feed);
  }

  private void feed(TrainingInput part, Feeds feeds) {
    feeds.add(batch.signalFeed(), Tensors.floats(shape, part.signal().values()));
    feeds.add(batch.labelFeed(), Tensors.ints(part.labels()));
    conditions.feed(part.condition(), feeds);
    teacher.ifPresent(network -> network.feed(part.condition(), feeds));
    coupled.ifPresent(
        fed -> feeds.add(fed, Tensors.floats(shape, part.noise().orElseThrow().values())));
    levels.feed(part, feeds);
    feeds.add(weights, weights(part.draw()));
  }

  /** What the loss of each example is multiplied by, and what the bound's integrand is. */
  static TFloat32 weights(TimeDraw draw) {
    float[] rows = new float[2 * draw.times().length];
    for (int i = 0; i < draw.times().length; i++) {
      rows[2 * i] = (float) draw.weights()[i];
      rows[2 * i + 1] = (float) (1 / draw.densities()[i]);
    }
    return Tensors.floats(Shape.of(draw.times().length, 2), rows);
  }

  @Override
  public StepResult step(Feeds feeds) {
    List<Operand<TFloat32>> fetched = new ArrayList<>(List.of(loss, diffusion, losses));
    endTerms.ifPresent(fetched::add);
    return StepResult.ofParts(program.run(feeds, fetched, this::result));
  }

  private StepResult result(Result found, double gradientNorm) {
    return new StepResult(
        StepProgram.scalar(found, 0),
        StepProgram.scalar(found, 1),
        gradientNorm,
        endTerms.isPresent()
            ? OptionalDouble.of(StepProgram.scalar(found, 3))
            : OptionalDouble.empty(),
        Tensors.values((TFloat32) found.get(2)));
  }

  @Override
  public void close() {
    program.close();
  }

  /** One loss for all would be multiplied by each time's weight, and be trained on in silence. */
  static Operand<TFloat32> ofExamples(Operand<TFloat32> losses, int batchSize) {
    Shape found = losses.shape();
    boolean fits = found.numDimensions() == 1 && (found.get(0) < 0 || found.get(0) == batchSize);
    if (!fits && !found.isUnknown()) {
      throw new IllegalArgumentException(
          "the objective's loss has the shape %s, and must be one number for each of the %d examples"
              .formatted(found, batchSize));
    }
    return losses;
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> losses) {
    return tf.math.mean(losses, tf.constant(0));
  }

  /** One of the two columns that {@link #weights} gives. */
  static Operand<TFloat32> column(Ops tf, Operand<TFloat32> weights, int index) {
    Operand<TFloat32> slice =
        tf.slice(weights, tf.constant(new int[] {0, index}), tf.constant(new int[] {-1, 1}));
    return tf.reshape(slice, tf.constant(new int[] {-1}));
  }

  private List<Updates.Group> groups(Ops tf, Optional<LearnedLevels> learned) {
    Map<String, Variables.Variable> network = new LinkedHashMap<>(parameters.parameters());
    learned.ifPresent(schedule -> network.keySet().removeAll(schedule.parameters().keySet()));
    Map<String, Operand<TFloat32>> by = new LinkedHashMap<>();
    network.forEach((name, variable) -> by.put(name, variable.value()));
    learned.ifPresent(
        schedule -> {
          by.put(LOG_SNR, schedule.levels().get(0));
          by.put(SLOPE, schedule.levels().get(1));
        });
    Map<String, Operand<TFloat32>> gradients =
        new LinkedHashMap<>(
            LossGradients.byOperand(graph, List.of(loss), List.of(tf.constant(1f)), by));
    List<Updates.Group> groups = new ArrayList<>();
    groups.add(new Updates.Group(network, partly.mean(network, gradients), true));
    learned.ifPresent(
        schedule -> {
          List<Operand<TFloat32>> byLevels =
              List.of(gradients.remove(LOG_SNR), gradients.remove(SLOPE));
          groups.add(
              new Updates.Group(
                  schedule.parameters(),
                  partly.mean(
                      schedule.parameters(),
                      schedule.gradients(graph, losses, byLevels, endTerms.orElseThrow())),
                  false));
        });
    return groups;
  }
}
