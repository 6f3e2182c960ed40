package org.tweedie.engine.benchmark;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Grey images of random bytes as files of the idx format, for both splits. */
final class RandomImages {

  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;
  private static final int MOST_TESTED = 4096;

  private RandomImages() {}

  /**
   * Writes them.
   *
   * @param folder made where it is not there
   * @param size height and width
   * @param count of the training split; of the other as many, but at most 4,096
   * @param labelled whether each has one of ten classes
   * @return the folder
   */
  static Path write(Path folder, int size, int count, boolean labelled) throws IOException {
    Files.createDirectories(folder);
    for (String split : List.of("train", "t10k")) {
      int own = split.equals("train") ? count : Math.min(count, MOST_TESTED);
      SplittableRandom random = new SplittableRandom(1);
      try (DataOutputStream out = open(folder.resolve(split + "-images-idx3-ubyte"))) {
        header(out, IMAGES, own, size, size);
        byte[] image = new byte[size * size];
        for (int i = 0; i < own; i++) {
          random.nextBytes(image);
          out.write(image);
        }
      }
      if (labelled) {
        try (DataOutputStream out = open(folder.resolve(split + "-labels-idx1-ubyte"))) {
          header(out, LABELS, own);
          for (int i = 0; i < own; i++) {
            out.writeByte(i % 10);
          }
        }
      }
    }
    return folder;
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  private static void header(DataOutputStream out, int... numbers) throws IOException {
    for (int number : numbers) {
      out.writeInt(number);
    }
  }
}
