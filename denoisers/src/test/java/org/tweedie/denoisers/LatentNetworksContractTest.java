package org.tweedie.denoisers;

import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.LatentNetwork;
import org.tweedie.denoisers.DenseMap.Activation;
import org.tweedie.laws.contract.LatentNetworkContract;

class LatentNetworksContractTest {

  private static final DataShape IMAGE = DataShape.image(5, 4, 2);
  private static final DataShape POINT = DataShape.point(3);
  private static final ConvMap.Options SMALL = new ConvMap.Options(3, 1, 2, 6, 0);
  private static final ConvMap.Options IN_PATCHES = new ConvMap.Options(3, 1, 2, 6, 3);

  private static LatentNetwork encoder(ConvMap.Options options) {
    return new ConvEncoder(new ConvEncoder.Options(options));
  }

  private static LatentNetwork decoder(ConvMap.Options options) {
    return new ConvDecoder(new ConvDecoder.Options(options));
  }

  /** The contract of a network from one shape to another. */
  abstract static class Between extends LatentNetworkContract {

    private final LatentNetwork network;
    private final DataShape from;
    private final DataShape to;

    Between(LatentNetwork network, DataShape from, DataShape to) {
      this.network = network;
      this.from = from;
      this.to = to;
    }

    @Override
    protected LatentNetwork network() {
      return network;
    }

    @Override
    protected DataShape from() {
      return from;
    }

    @Override
    protected DataShape to() {
      return to;
    }
  }

  @Nested
  class Dense extends Between {
    Dense() {
      super(
          new MlpEncoder(new MlpEncoder.Options(new DenseMap.Options(7, 2, Activation.TANH))),
          IMAGE,
          POINT);
    }
  }

  @Nested
  class Linear extends Between {
    Linear() {
      super(
          new MlpDecoder(new MlpDecoder.Options(new DenseMap.Options(7, 0, Activation.SILU))),
          POINT,
          IMAGE);
    }
  }

  @Nested
  class ConvolutionsToVectors extends Between {
    ConvolutionsToVectors() {
      super(encoder(SMALL), IMAGE, POINT);
    }
  }

  @Nested
  class ConvolutionsFromVectors extends Between {
    ConvolutionsFromVectors() {
      super(decoder(SMALL), POINT, IMAGE);
    }
  }

  @Nested
  class ConvolutionsBetweenImages extends Between {
    ConvolutionsBetweenImages() {
      super(decoder(SMALL), IMAGE, IMAGE);
    }
  }

  @Nested
  class ConvolutionsToMaps extends Between {
    ConvolutionsToMaps() {
      super(encoder(SMALL), DataShape.image(7, 5, 1), DataShape.image(2, 2, 3));
    }
  }

  @Nested
  class ConvolutionsFromMaps extends Between {
    ConvolutionsFromMaps() {
      super(decoder(SMALL), DataShape.image(2, 2, 3), DataShape.image(7, 5, 1));
    }
  }

  @Nested
  class ConvolutionsBetweenVectors extends Between {
    ConvolutionsBetweenVectors() {
      super(encoder(SMALL), POINT, DataShape.point(4));
    }
  }

  @Nested
  class PatchesToMaps extends Between {
    PatchesToMaps() {
      super(encoder(IN_PATCHES), DataShape.image(6, 4, 2), DataShape.image(3, 2, 1));
    }
  }

  @Nested
  class MapsToPatches extends Between {
    MapsToPatches() {
      super(decoder(IN_PATCHES), DataShape.image(2, 1, 3), DataShape.image(6, 4, 2));
    }
  }

  @Nested
  class PatchesOfBoth extends Between {
    PatchesOfBoth() {
      super(decoder(IN_PATCHES), DataShape.image(12, 4, 2), DataShape.image(12, 4, 1));
    }
  }
}
