package org.tweedie.engine.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tweedie.api.data.DataShape;
import org.tweedie.engine.chain.StepGrid;
import org.tweedie.engine.data.PixelFormat;

/**
 * All that must be as it was for a compressed file to be decoded.
 *
 * @param run the folder of the run, as it was named
 * @param model what its network is and how it was run
 * @param shape of an example
 * @param levels K
 * @param classes how many there are; 0 where the data have none
 * @param conditional whether the model was told the classes
 * @param order of coding
 * @param grid the times of the chain
 * @param bits there are 2^bits bins, where bins are equally probable
 * @param precision frequencies are multiples of 2^-precision
 * @param batch at most so many examples at once
 * @param seed the first bits of chunk i come from seed + i
 * @param format what kind of files the examples came from
 * @param names the names of these files
 * @param chunks the chunks, in order
 */
public record CodecHeader(
    String run,
    CodecModel model,
    DataShape shape,
    int levels,
    int classes,
    boolean conditional,
    Order order,
    StepGrid grid,
    int bits,
    int precision,
    int batch,
    long seed,
    PixelFormat format,
    List<String> names,
    List<Chunk> chunks) {

  /** No number that is chosen for a file is larger; a forged header would fill the memory. */
  private static final int MOST = 65_535;

  private static final Pattern NO_NAME =
      Pattern.compile("\\.*|.*[/\\\\:\\p{Cntrl}].*", Pattern.DOTALL);

  /**
   * A chunk.
   *
   * @param count how many examples it holds
   * @param length in bytes
   * @param checksum CRC32C of its bytes
   */
  public record Chunk(int count, int length, int checksum) {

    /** Checks. */
    public Chunk {
      if (count < 1 || length < 1 || count > MOST) {
        throw new IllegalArgumentException(
            "a chunk of %d examples in %d bytes".formatted(count, length));
      }
    }
  }

  /** Checks and copies. */
  public CodecHeader {
    if (grid.fine() > MOST) {
      throw new IllegalArgumentException(grid.fine() + " steps");
    }
    if (bits < 1 || bits > 16 || precision <= bits || precision > Rans.FINEST || batch < 1) {
      throw new IllegalArgumentException(
          "%d bits, precision %d, batches of %d".formatted(bits, precision, batch));
    }
    names = List.copyOf(names);
    if (!names.stream().allMatch(CodecHeader::isName)) {
      throw new IllegalArgumentException("a name that is none of a file: " + names);
    }
    chunks = List.copyOf(chunks);
    Math.multiplyExact(count(chunks), shape.size());
  }

  /**
   * Whether a file holds the name: such as every system has, in the folder that the user chose and
   * nowhere else.
   */
  public static boolean isName(String name) {
    return !NO_NAME.matcher(name).matches();
  }

  private static int count(List<Chunk> chunks) {
    return chunks.stream().mapToInt(Chunk::count).reduce(0, Math::addExact);
  }

  /** How many examples the file holds. */
  public int count() {
    return count(chunks);
  }

  /** The same with other chunks. */
  CodecHeader withChunks(List<Chunk> others) {
    return new CodecHeader(
        run,
        model,
        shape,
        levels,
        classes,
        conditional,
        order,
        grid,
        bits,
        precision,
        batch,
        seed,
        format,
        names,
        others);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(run);
    model.write(out);
    out.writeByte(shape.dimensions().size());
    for (int size : shape.dimensions()) {
      out.writeInt(size);
    }
    out.writeShort(levels);
    out.writeShort(classes);
    out.writeBoolean(conditional);
    out.writeUTF(order.name());
    out.writeInt(grid.steps());
    out.writeInt(grid.fine());
    for (int i = 0; i < (grid.isEven() ? 0 : grid.steps()); i++) {
      out.writeShort(grid.points()[i + 1] - grid.points()[i]);
    }
    out.writeByte(bits);
    out.writeByte(precision);
    out.writeShort(batch);
    out.writeLong(seed);
    out.writeUTF(format.name());
    out.writeInt(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
    out.writeInt(chunks.size());
    for (Chunk chunk : chunks) {
      out.writeInt(chunk.count());
      out.writeInt(chunk.length());
      out.writeInt(chunk.checksum());
    }
  }

  /**
   * Reads.
   *
   * @throws RuntimeException of some kind if a value makes no sense, which a header whose checksum
   *     is right does not have
   */
  static CodecHeader read(DataInputStream in) throws IOException {
    String run = in.readUTF();
    CodecModel model = CodecModel.read(in);
    List<Integer> sizes = new ArrayList<>();
    for (int rank = in.readUnsignedByte(); rank > 0; rank--) {
      sizes.add(in.readInt());
    }
    int levels = in.readUnsignedShort();
    int classes = in.readUnsignedShort();
    boolean conditional = in.readBoolean();
    Order order = Order.valueOf(in.readUTF());
    StepGrid grid = readGrid(in);
    int bits = in.readUnsignedByte();
    int precision = in.readUnsignedByte();
    int batch = in.readUnsignedShort();
    long seed = in.readLong();
    PixelFormat format = PixelFormat.valueOf(in.readUTF());
    List<String> names = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      names.add(in.readUTF());
    }
    List<Chunk> chunks = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      chunks.add(new Chunk(in.readInt(), in.readInt(), in.readInt()));
    }
    return new CodecHeader(
        run,
        model,
        new DataShape(sizes),
        levels,
        classes,
        conditional,
        order,
        grid,
        bits,
        precision,
        batch,
        seed,
        format,
        names,
        chunks);
  }

  private static StepGrid readGrid(DataInputStream in) throws IOException {
    int steps = in.readInt();
    int fine = in.readInt();
    if (steps < 1 || steps > MOST) {
      throw new IllegalArgumentException(steps + " steps");
    }
    if (steps == fine) {
      return StepGrid.even(steps);
    }
    int[] points = new int[steps + 1];
    for (int i = 0; i < steps; i++) {
      points[i + 1] = points[i] + in.readUnsignedShort();
    }
    return new StepGrid(fine, points);
  }
}
