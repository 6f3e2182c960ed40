package org.tweedie.engine.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which network coded a file, and how it was run: a network in a graph gives the same bits where
 * all of it is equal, and seldom elsewhere; one on the host gives them everywhere.
 *
 * @param weights the first 128 bits of the SHA-256 of its weights, in hexadecimal digits
 * @param chosen which of a checkpoint's weights, as in {@code evaluate.weights}
 * @param step of the checkpoint
 * @param inGraph how TensorFlow ran it; empty of a network on the host
 * @param probe CRC32C of the chain's noise levels and of what the network puts out for a few
 *     latents
 */
public record CodecModel(
    String weights, String chosen, long step, Optional<InGraph> inGraph, int probe) {

  /**
   * What bits hang on in a graph.
   *
   * @param tensorFlow the version
   * @param machine operating system and processor
   * @param oneDnn what the environment says of oneDNN
   * @param threads of TensorFlow
   * @param optimized whether TensorFlow rewrote the graph
   */
  public record InGraph(
      String tensorFlow, String machine, String oneDnn, int threads, boolean optimized) {

    private void write(DataOutputStream out) throws IOException {
      out.writeUTF(tensorFlow);
      out.writeUTF(machine);
      out.writeUTF(oneDnn);
      out.writeShort(threads);
      out.writeBoolean(optimized);
    }

    private static InGraph read(DataInputStream in) throws IOException {
      return new InGraph(
          in.readUTF(), in.readUTF(), in.readUTF(), in.readUnsignedShort(), in.readBoolean());
    }
  }

  /** Whether any machine decodes what it coded. */
  public boolean portable() {
    return inGraph.isEmpty();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(weights);
    out.writeUTF(chosen);
    out.writeLong(step);
    out.writeBoolean(portable());
    if (inGraph.isPresent()) {
      inGraph.get().write(out);
    }
    out.writeInt(probe);
  }

  static CodecModel read(DataInputStream in) throws IOException {
    return new CodecModel(
        in.readUTF(),
        in.readUTF(),
        in.readLong(),
        in.readBoolean() ? Optional.empty() : Optional.of(InGraph.read(in)),
        in.readInt());
  }

  /** What is not as it was, in the user's words: first what was, then what is. */
  public List<String> differences(CodecModel now) {
    List<String> differences = new ArrayList<>();
    add(differences, "weights", weights, now.weights);
    if (inGraph.isPresent() && now.inGraph.isPresent()) {
      InGraph was = inGraph.get();
      InGraph is = now.inGraph.get();
      add(differences, "TensorFlow", was.tensorFlow, is.tensorFlow);
      add(differences, "machine", was.machine, is.machine);
      add(differences, "oneDNN", was.oneDnn, is.oneDnn);
      add(differences, "threads", String.valueOf(was.threads), String.valueOf(is.threads));
    }
    return differences;
  }

  private static void add(List<String> differences, String what, String was, String is) {
    if (!was.equals(is)) {
      differences.add("%s: %s then, %s now".formatted(what, was, is));
    }
  }
}
