package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainingGraph;
import org.tweedie.engine.tensor.UpdateSettings;
import org.tweedie.laws.exact.ReclockedModel;

/** Small networks that learn the flow from noise to eight Gaussians in the plane. */
class FlowMatchingTest {

  private static final int BATCH = 128;
  private static final int STEPS = 400;
  private static final int COUNT = 192;
  private static final DataShape PLANE = DataShape.point(2);
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);
  private static final Registry BUILT_IN = new PluginLoader().load(List.of()).registry();

  private static Trained independent;
  private static Trained transported;

  /** A network with the components that it was trained with. */
  private record Trained(NetworkModel model, Assembled parts) {}

  @BeforeAll
  static void train() {
    independent = trained("independent");
    transported = trained("optimal-transport");
  }

  @AfterAll
  static void close() {
    independent.model.close();
    transported.model.close();
  }

  private static Assembled parts(String coupling, String schedule) {
    return Assembler.assemble(
        ConfigReader.read(
            "flow",
            """
            data: {type: points, shape: gaussians}
            schedule: %s
            network: {type: mlp, width: 64}
            objective: {type: flow-matching, coupling: %s}
            sampler: {type: ode, relative-tolerance: 1e-5, absolute-tolerance: 1e-5}
            """
                .formatted(schedule, coupling),
            List.of(),
            BUILT_IN));
  }

  private static Trained trained(String coupling) {
    Assembled parts = parts(coupling, "rectified-flow");
    Assembly assembly = parts.assembly();
    UpdateSettings optimizer = BuiltIn.adamW(4e-3, 50, 0.01, 1, 0.98);
    NetworkModel model = TrainedModels.withoutWeights(assembly, FAST_START);
    try (TrainingGraph graph = new TrainingGraph(assembly, BATCH, optimizer, FAST_START)) {
      graph.initialize(1);
      RecentLosses losses = new RecentLosses(BATCH, OptionalInt.empty());
      Inputs inputs = new Inputs(assembly, parts.data().train(), losses, BATCH, 1);
      new TrainingLoop(graph, inputs).run(1, STEPS, (step, result) -> true);
      model.load(Average.in(graph.state(), Average.MAIN));
    }
    return new Trained(model, parts);
  }

  /**
   * Trained by flow matching on straight paths, a network is a diffusion of the cosine schedule:
   * the same ends, and the same samples by the sampler ode from the same noise.
   */
  @Test
  void aTrainedFlowIsADiffusionOfTheCosineSchedule() {
    NetworkModel model = independent.model;
    Assembly cosine = parts("independent", "cosine").assembly();
    assertThat(cosine.schedule().logSnr(0)).isCloseTo(model.schedule().logSnr(0), within(1e-9));
    assertThat(cosine.schedule().logSnr(1)).isCloseTo(model.schedule().logSnr(1), within(1e-9));
    Batch own = samples(independent.parts.assembly().sampler(), model);
    Batch other = samples(cosine.sampler(), new ReclockedModel(model, cosine.schedule()));
    // What the tolerance of a step becomes where the flow parts.
    assertThat(own.values()).containsExactly(other.values(), within(5e-3f));
    assertThat(distance(own, examples()))
        .as("squared Wasserstein distance of samples to the data")
        .isLessThan(0.3 * distance(noise(), examples()));
  }

  /**
   * Pairs by optimal transport make paths that hardly bend: the energy of the flow is little above
   * the squared Wasserstein distance from noise to what it leads to, below which none can be
   * (Benamou and Brenier 2000), and two steps lead nearly where all of them lead (Tong et al.,
   * arXiv 2302.00482, table 2, there as normalised path energy).
   */
  @Test
  void optimalTransportStraightensPaths() {
    double[] without = bends(independent.model);
    double[] with = bends(transported.model);
    assertThat(without[0]).as("normalised path energy of independent pairs").isGreaterThan(0.3);
    assertThat(with[0]).as("of pairs by optimal transport").isBetween(0.0, 0.4 * without[0]);
    assertThat(with[1])
        .as("how far two steps are off, beside %s", without[1])
        .isLessThan(0.5 * without[1]);
  }

  /** By how much the energy is above the least, as a share; and how far off two steps are. */
  private static double[] bends(DiffusionModel model) {
    int steps = 50;
    Batch z = noise();
    double energy = 0;
    for (int i = steps; i > 0; i--) {
      Batch flow = flow(model, z, (double) i / steps);
      for (double square : flow.squaredDistances(Batch.zeros(PLANE, COUNT))) {
        energy += square / COUNT / steps;
      }
      z = z.combine(1, -1.0 / steps, flow);
    }
    double off = 0;
    for (double square : walked(model, noise(), 2).squaredDistances(z)) {
      off += square / COUNT;
    }
    return new double[] {energy / distance(noise(), z) - 1, off};
  }

  private static Batch noise() {
    return new SeededNoise(3, 0, COUNT, PLANE).draw(0);
  }

  private static Batch samples(Sampler sampler, DiffusionModel model) {
    SeededNoise noise = new SeededNoise(2, 0, COUNT, PLANE);
    Batch start = noise.draw(7).times(Math.sqrt(model.schedule().at(1).power()));
    return sampler.sample(model.given(Condition.none(COUNT)), start, noise, StepListener.NONE);
  }

  private static Batch examples() {
    float[] values = new float[2 * COUNT];
    for (int i = 0; i < COUNT; i++) {
      independent.parts.data().test().read(i, values, 2 * i);
    }
    return Batch.of(PLANE, values);
  }

  /** The squared Wasserstein distance of two samples of one size, exact. */
  private static double distance(Batch first, Batch second) {
    Coupling transport =
        parts("optimal-transport", "rectified-flow")
            .assembly()
            .objective()
            .coupling()
            .orElseThrow();
    int[] order = transport.order(first, second);
    double sum = 0;
    for (int i = 0; i < first.count(); i++) {
      for (int k = 0; k < 2; k++) {
        double apart = first.values()[2 * i + k] - second.values()[2 * order[i] + k];
        sum += apart * apart;
      }
    }
    return sum / first.count();
  }

  /** From noise by equal steps of Euler's method along dz/dt. */
  private static Batch walked(DiffusionModel model, Batch noise, int steps) {
    Batch z = noise;
    for (int i = steps; i > 0; i--) {
      z = z.combine(1, -1.0 / steps, flow(model, z, (double) i / steps));
    }
    return z;
  }

  private static Batch flow(DiffusionModel model, Batch z, double time) {
    return model.predict(z, time, Condition.none(COUNT)).flow();
  }
}
