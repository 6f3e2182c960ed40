package org.tweedie.engine.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.problem.ModelFailure;

/**
 * A chain as a codec: from examples to a file and back. Not for several threads.
 *
 * @param chain the chain
 * @param conditional whether its model is told the classes
 */
public record Codec(LatentChain chain, boolean conditional) {

  /**
   * What compressing came to.
   *
   * @param file the file
   * @param bytes its bytes
   * @param net bits without those that were taken beforehand and those of classes
   * @param beforehand bits that were taken from the seed
   * @param first bits of the first example if it were alone
   * @param labels bits of classes
   * @param information bits that the model gives the examples by the latents that were drawn: the
   *     net ones but for rounding
   */
  public record Compressed(
      CompressedFile file,
      byte[] bytes,
      double net,
      double beforehand,
      double first,
      double labels,
      double information) {}

  /**
   * What decompressing came to.
   *
   * @param images the examples of the chunks that are whole
   * @param places where each of them stood among all, from 0
   * @param problems of the others; each a sentence
   */
  public record Decompressed(LevelImages images, int[] places, List<String> problems) {}

  /** Why examples cannot be coded in an order, for the user. */
  public Optional<String> objection(Order order) {
    return order.objection(chain);
  }

  /** What tells whether the chain gives the bits that it gave: CRC32C of a few of its numbers. */
  public int probe(int batch) {
    return ChainProbe.of(chain, batch);
  }

  /**
   * Compresses.
   *
   * @param images the examples
   * @param wanted all of the header but the chunks, which are made here
   * @param chunk at most so many examples in a chunk
   * @param progress told how many examples are done
   */
  public Compressed compress(
      LevelImages images, CodecHeader wanted, int chunk, IntConsumer progress) throws IOException {
    return together(
        images, wanted, chunk, encoded(images, wanted, chunk, 0, chunks(images, chunk), progress));
  }

  /** How many chunks there are of some examples. */
  public static int chunks(LevelImages images, int chunk) {
    return (images.count() + chunk - 1) / chunk;
  }

  /**
   * Encodes some chunks, which stand for themselves: whoever encodes one gives the same bytes.
   *
   * @param images all examples
   * @param from the number of the first chunk, from 0
   * @param to the number after the last
   * @param progress told how many examples are done
   */
  public EncodedChunks encoded(
      LevelImages images, CodecHeader wanted, int chunk, int from, int to, IntConsumer progress) {
    ChunkCoder coder = coder(wanted);
    EncodedChunks encoded = new EncodedChunks();
    for (int number = from; number < to; number++) {
      int begun = number * chunk;
      LevelImages part = images.slice(begun, Math.min(images.count(), begun + chunk));
      try {
        encoded.put(
            number,
            coder.encode(
                part,
                wanted.seed() + number,
                done -> progress.accept(begun - from * chunk + done)));
      } catch (DamagedException unfit) {
        throw new ModelFailure(
            "Examples from number %d on cannot be encoded: %s. Its training may have diverged, or the examples are far from all that it was trained on."
                .formatted(begun, unfit.getMessage()));
      }
    }
    return encoded;
  }

  /**
   * Puts chunks together.
   *
   * @param images the examples
   * @param wanted all of the header but the chunks
   * @param encoded all chunks
   */
  public Compressed together(
      LevelImages images, CodecHeader wanted, int chunk, EncodedChunks encoded) throws IOException {
    List<CodecHeader.Chunk> index = new ArrayList<>();
    List<Optional<byte[]>> chunks = new ArrayList<>();
    double net = 0;
    double beforehand = 0;
    double first = 0;
    double labels = 0;
    double information = 0;
    for (int from = 0; from < images.count(); from += chunk) {
      ChunkCoder.Encoded one = encoded.get(index.size());
      byte[] bytes = one.bytes();
      int count = Math.min(chunk, images.count() - from);
      index.add(new CodecHeader.Chunk(count, bytes.length, CompressedFile.checksum(bytes)));
      chunks.add(Optional.of(bytes));
      net += one.bits() - one.beforehand() - one.labels();
      beforehand += one.beforehand();
      first = from == 0 ? one.first() : first;
      labels += one.labels();
      information += one.information();
    }
    CompressedFile file = new CompressedFile(wanted.withChunks(index), chunks);
    return new Compressed(file, file.bytes(), net, beforehand, first, labels, information);
  }

  /**
   * Decompresses.
   *
   * @param progress told how many examples are done
   */
  public Decompressed decompress(CompressedFile file, IntConsumer progress) {
    CodecHeader header = file.header();
    ChunkCoder coder = coder(header);
    List<LevelImages> parts = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    IntStream.Builder places = IntStream.builder();
    int from = 0;
    for (int i = 0; i < header.chunks().size(); i++) {
      int begun = from;
      int count = header.chunks().get(i).count();
      try {
        byte[] bytes =
            file.chunks()
                .get(i)
                .orElseThrow(() -> new DamagedException("its bytes are damaged or missing"));
        parts.add(
            coder.decode(bytes, count, header.seed() + i, done -> progress.accept(begun + done)));
        IntStream.range(from, from + count).forEach(places::add);
      } catch (DamagedException damaged) {
        problems.add(
            "Chunk %d of %d with the examples %d to %d cannot be decoded: %s."
                .formatted(
                    i + 1, header.chunks().size(), from + 1, from + count, damaged.getMessage()));
      }
      from += count;
    }
    return new Decompressed(LevelImages.joined(parts), places.build().toArray(), problems);
  }

  private ChunkCoder coder(CodecHeader header) {
    return new ChunkCoder(
        header.order().of(chain, header.bits(), header.precision()),
        chain.data(),
        conditional,
        header.batch());
  }
}
