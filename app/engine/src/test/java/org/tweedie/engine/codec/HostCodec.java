package org.tweedie.engine.codec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.HostNetwork;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.chain.HostModel;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.file.Safetensors;

/**
 * A codec whose network is evaluated on the host, and a program that decodes a file with it and
 * prints what came out: no library of TensorFlow is loaded.
 */
final class HostCodec {

  static final DataDescription DATA =
      DataDescription.of(DataShape.image(8, 8, 1))
          .withLevels(new Levels(17))
          .withClasses(List.of("a", "b", "c"));

  static final int STEPS = 12;

  private HostCodec() {}

  static HostNetwork network() {
    return (HostNetwork) BuiltIn.make(Kinds.NETWORK, DATA, "integer", "channels=12", "blocks=2");
  }

  static Codec of(Map<String, float[]> weights, int threads) {
    NoiseSchedule schedule = BuiltIn.make(Kinds.SCHEDULE, "linear", "gamma-min=-9");
    HostModel model =
        new HostModel(
            network().onHost(weights, 1),
            schedule,
            DATA,
            false,
            Parameterization.NOISE,
            1,
            threads);
    return new Codec(DiffusionChain.even(model, DATA, STEPS), true);
  }

  static String text(LevelImages images) {
    StringBuilder lines = new StringBuilder(Arrays.toString(images.labels())).append('\n');
    for (byte[] levels : images.levels()) {
      lines.append(HexFormat.of().formatHex(levels)).append('\n');
    }
    return lines.toString();
  }

  /**
   * Decodes.
   *
   * @param arguments how many threads, a file of weights, and files of compressed images
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, float[]> weights = new HashMap<>();
    Safetensors.read(Path.of(arguments[1]))
        .tensors()
        .forEach((name, tensor) -> weights.put(name, tensor.values()));
    Codec codec = of(weights, Integer.parseInt(arguments[0]));
    System.out.println(Runtime.version());
    for (int i = 2; i < arguments.length; i++) {
      CompressedFile file = CompressedFile.read(Path.of(arguments[i]));
      if (codec.probe(file.header().batch()) != file.header().model().probe()) {
        throw new IllegalStateException("other bits");
      }
      Codec.Decompressed found = codec.decompress(file, done -> {});
      System.out.print(text(found.images()));
      found.problems().forEach(System.out::println);
    }
  }
}
