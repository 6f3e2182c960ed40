package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.KnownValues;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.laws.graph.TestGraph;

/** How networks are told captions, and what they are made of where they are told nothing. */
class CaptionUseTest {

  private static final DataDescription IMAGES = DataDescription.of(DataShape.image(4, 4, 1));

  private static List<DenoiserNetwork> networks(CaptionUse caption) {
    return List.of(
        new UNet(
            new UNet.Options(1, 4, List.of(1, 1), 1, List.of(4), 1, 2, 0, false, caption, false),
            IMAGES),
        new Transformer(new Transformer.Options(2, 8, 2, 2, 2, 0, false, caption), IMAGES));
  }

  private static List<String> parameters(DenoiserNetwork network, boolean told) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      NetworkInput input =
          NetworkInput.of(graph.floats(-1, 4, 4, 1), graph.floats(-1), graph.integers(-1));
      NetworkCondition all =
          NetworkCondition.NONE
              .withNumbers(new KnownValues(graph.floats(-1, 3), graph.floats(-1, 3)))
              .withCaption(new TextFeatures(graph.floats(-1, 5, 6), graph.floats(-1, 5)))
              .withImage(new KnownValues(graph.floats(-1, 2, 2, 1), graph.floats(-1)));
      network.output(graph, told ? input.withCondition(all) : input);
      return graph.parameters();
    }
  }

  @ParameterizedTest
  @EnumSource(CaptionUse.class)
  void captionsAreAttendedToOrPooledAsTheOptionSays(CaptionUse caption) {
    for (DenoiserNetwork network : networks(caption)) {
      List<String> parameters = parameters(network, true);
      assertThat(parameters.stream().anyMatch(name -> name.endsWith("/caption/query/kernel")))
          .as("attention of %s", network.getClass().getSimpleName())
          .isEqualTo(caption != CaptionUse.POOLED);
      assertThat(parameters.contains("embedding/caption/dense1/kernel"))
          .as("the mean of %s", network.getClass().getSimpleName())
          .isEqualTo(caption != CaptionUse.CROSS_ATTENTION);
      assertThat(parameters).contains("embedding/numbers/dense1/kernel");
    }
  }

  @Test
  void aNetworkThatIsToldNothingIsMadeOfNothingMore() {
    for (DenoiserNetwork network : networks(CaptionUse.BOTH)) {
      assertThat(parameters(network, false))
          .noneMatch(name -> name.contains("caption") || name.contains("numbers"))
          .allMatch(parameters(network, true)::contains);
    }
  }
}
