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

  @Nested
  class Dense extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new MlpEncoder(new MlpEncoder.Options(new DenseMap.Options(7, 2, Activation.TANH)));
    }

    @Override
    protected DataShape from() {
      return IMAGE;
    }

    @Override
    protected DataShape to() {
      return POINT;
    }
  }

  @Nested
  class Linear extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new MlpDecoder(new MlpDecoder.Options(new DenseMap.Options(7, 0, Activation.SILU)));
    }

    @Override
    protected DataShape from() {
      return POINT;
    }

    @Override
    protected DataShape to() {
      return IMAGE;
    }
  }

  @Nested
  class ConvolutionsToVectors extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvEncoder(new ConvEncoder.Options(SMALL));
    }

    @Override
    protected DataShape from() {
      return IMAGE;
    }

    @Override
    protected DataShape to() {
      return POINT;
    }
  }

  @Nested
  class ConvolutionsFromVectors extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvDecoder(new ConvDecoder.Options(SMALL));
    }

    @Override
    protected DataShape from() {
      return POINT;
    }

    @Override
    protected DataShape to() {
      return IMAGE;
    }
  }

  @Nested
  class ConvolutionsBetweenImages extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvDecoder(new ConvDecoder.Options(SMALL));
    }

    @Override
    protected DataShape from() {
      return IMAGE;
    }

    @Override
    protected DataShape to() {
      return IMAGE;
    }
  }

  @Nested
  class ConvolutionsToMaps extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvEncoder(new ConvEncoder.Options(SMALL));
    }

    @Override
    protected DataShape from() {
      return DataShape.image(7, 5, 1);
    }

    @Override
    protected DataShape to() {
      return DataShape.image(2, 2, 3);
    }
  }

  @Nested
  class ConvolutionsFromMaps extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvDecoder(new ConvDecoder.Options(SMALL));
    }

    @Override
    protected DataShape from() {
      return DataShape.image(2, 2, 3);
    }

    @Override
    protected DataShape to() {
      return DataShape.image(7, 5, 1);
    }
  }

  @Nested
  class ConvolutionsBetweenVectors extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvEncoder(new ConvEncoder.Options(SMALL));
    }

    @Override
    protected DataShape from() {
      return POINT;
    }

    @Override
    protected DataShape to() {
      return DataShape.point(4);
    }
  }

  @Nested
  class PatchesToMaps extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvEncoder(new ConvEncoder.Options(IN_PATCHES));
    }

    @Override
    protected DataShape from() {
      return DataShape.image(6, 4, 2);
    }

    @Override
    protected DataShape to() {
      return DataShape.image(3, 2, 1);
    }
  }

  @Nested
  class MapsToPatches extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvDecoder(new ConvDecoder.Options(IN_PATCHES));
    }

    @Override
    protected DataShape from() {
      return DataShape.image(2, 1, 3);
    }

    @Override
    protected DataShape to() {
      return DataShape.image(6, 4, 2);
    }
  }

  @Nested
  class PatchesOfBoth extends LatentNetworkContract {
    @Override
    protected LatentNetwork network() {
      return new ConvDecoder(new ConvDecoder.Options(IN_PATCHES));
    }

    @Override
    protected DataShape from() {
      return DataShape.image(12, 4, 2);
    }

    @Override
    protected DataShape to() {
      return DataShape.image(12, 4, 1);
    }
  }
}
