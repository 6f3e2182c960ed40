package org.tweedie.engine.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which network coded a file, and how it was run: a network gives the same bits where all of it is
 * equal, and seldom elsewhere.
 *
 * @param weights the first 128 bits of the SHA-256 of its weights, in hexadecimal digits
 * @param chosen which of a checkpoint's weights, as in {@code evaluate.weights}
 * @param step of the checkpoint
 * @param tensorFlow the version
 * @param machine operating system and processor
 * @param oneDnn what the environment says of oneDNN
 * @param threads of TensorFlow
 * @param optimized whether TensorFlow rewrote the graph
 * @param probe CRC32C of the chain's noise levels and of what the network puts out for a few
 *     latents
 */
public record CodecModel(
    String weights,
    String chosen,
    long step,
    String tensorFlow,
    String machine,
    String oneDnn,
    int threads,
    boolean optimized,
    int probe) {

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(weights);
    out.writeUTF(chosen);
    out.writeLong(step);
    out.writeUTF(tensorFlow);
    out.writeUTF(machine);
    out.writeUTF(oneDnn);
    out.writeShort(threads);
    out.writeBoolean(optimized);
    out.writeInt(probe);
  }

  static CodecModel read(DataInputStream in) throws IOException {
    return new CodecModel(
        in.readUTF(),
        in.readUTF(),
        in.readLong(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readUnsignedShort(),
        in.readBoolean(),
        in.readInt());
  }

  /** What is not as it was, in the user's words: first what was, then what is. */
  public List<String> differences(CodecModel now) {
    List<String> differences = new ArrayList<>();
    add(differences, "weights", weights, now.weights);
    add(differences, "TensorFlow", tensorFlow, now.tensorFlow);
    add(differences, "machine", machine, now.machine);
    add(differences, "oneDNN", oneDnn, now.oneDnn);
    add(differences, "threads", String.valueOf(threads), String.valueOf(now.threads));
    return differences;
  }

  private static void add(List<String> differences, String what, String was, String is) {
    if (!was.equals(is)) {
      differences.add("%s: %s then, %s now".formatted(what, was, is));
    }
  }
}
