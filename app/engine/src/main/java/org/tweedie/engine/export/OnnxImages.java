package org.tweedie.engine.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tweedie.engine.export.OnnxFile.Attributes;

/**
 * Operations on images, which TensorFlow has as [B, height, width, channels] here and ONNX as [B,
 * channels, height, width].
 */
final class OnnxImages {

  private OnnxImages() {}

  /**
   * A convolution, with the bias that may follow.
   *
   * @param op the convolution
   * @param result whose output is made: the convolution's, or that of the bias
   */
  static void convolution(OnnxOperation op, OnnxOperation result) {
    checkLayout(op);
    Shape kernel = op.shape(1);
    long[] window = {kernel.get(0), kernel.get(1)};
    long[] dilations = places(op.numbers("dilations"));
    Attributes attributes =
        padding(op, window, places(op.numbers("strides")), dilations).with("dilations", dilations);
    List<String> of = new ArrayList<>(List.of(op.channelsFirst(0), op.kernel(1)));
    if (result != op) {
      of.add(result.input(1));
    }
    result.resultOfChannelsFirst(result.step("Conv", attributes, of.toArray(String[]::new)));
  }

  /** TensorFlow pads what is left over at the end, and so does this. */
  private static Attributes padding(
      OnnxOperation op, long[] window, long[] strides, long[] dilations) {
    Attributes attributes = new Attributes().with("kernel_shape", window).with("strides", strides);
    return switch (op.text("padding")) {
      case "VALID" -> attributes.with("pads", 0, 0, 0, 0);
      case "SAME" -> {
        long[] pads = new long[4];
        for (int i = 0; i < 2; i++) {
          long size = op.shape(0).get(i + 1);
          if (size < 0) {
            throw new UnsupportedOperationException("images whose size is not known");
          }
          long reach = dilations[i] * (window[i] - 1) + 1;
          long out = (size + strides[i] - 1) / strides[i];
          long all = Math.max(0, (out - 1) * strides[i] + reach - size);
          pads[i] = all / 2;
          pads[i + 2] = all - all / 2;
        }
        yield attributes.with("pads", pads);
      }
      default -> throw new UnsupportedOperationException("the padding " + op.text("padding"));
    };
  }

  /** Of four numbers with channels last those of height and width; 1 where there are none. */
  private static long[] places(long[] all) {
    return all.length == 4 ? Arrays.copyOfRange(all, 1, 3) : new long[] {1, 1};
  }

  private static void checkLayout(OnnxOperation op) {
    if (op.text("data_format").startsWith("NCHW")) {
      throw new UnsupportedOperationException("channels first");
    }
  }

  /** A mean or maximum of windows, which are attributes or, of maxima, values too. */
  static void pool(OnnxOperation op, String operator) {
    checkLayout(op);
    boolean given = op.inputs() > 1;
    long[] window = places(given ? op.wholeNumbers(1) : op.numbers("ksize"));
    long[] strides = places(given ? op.wholeNumbers(2) : op.numbers("strides"));
    Attributes attributes = padding(op, window, strides, new long[] {1, 1});
    op.resultOfChannelsFirst(op.step(operator, attributes, op.channelsFirst(0)));
  }

  static void enlarge(OnnxOperation op) {
    if (op.flag("align_corners") || op.flag("half_pixel_centers")) {
      throw new UnsupportedOperationException("pixels that are aligned by corners or centres");
    }
    Attributes attributes =
        new Attributes()
            .with("mode", "nearest")
            .with("coordinate_transformation_mode", "asymmetric")
            .with("nearest_mode", "floor")
            .with("axes", 2, 3);
    String sizes = op.longs(op.wholeNumbers(1));
    op.resultOfChannelsFirst(op.step("Resize", attributes, op.channelsFirst(0), "", "", sizes));
  }

  static void blocks(OnnxOperation op, String operator) {
    checkLayout(op);
    op.resultOfChannelsFirst(
        op.step(
            operator,
            new Attributes().with("blocksize", op.number("block_size")),
            op.channelsFirst(0)));
  }
}
