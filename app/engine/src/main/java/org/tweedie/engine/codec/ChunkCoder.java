package org.tweedie.engine.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;

/**
 * From examples to bytes and back, a chunk at a time. A chunk stands for itself: it takes its first
 * bits from a seed, and must give them back when it is decoded, which damage and a model that is
 * not quite the same do not do.
 *
 * <p>Bits back draws a whole batch before it codes any of it. So that a batch finds the bits on the
 * stack that those before it left there, a chunk begins with single examples, and batches grow to
 * what the network likes as the stack does.
 *
 * @param order the coder of the chain
 * @param data shape, levels and classes
 * @param conditional whether the model is told the classes
 * @param batch at most so many examples at once
 */
record ChunkCoder(CodingOrder order, DataDescription data, boolean conditional, int batch) {

  /** A batch may need more than the first example did. */
  private static final double RESERVE = 1.1;

  /**
   * Bytes, and where their bits went.
   *
   * @param bytes the chunk
   * @param bits all of it
   * @param beforehand taken from the seed
   * @param first of one example alone, without its class: what it took and what it left
   * @param labels spent on classes
   * @param information that the model gives the examples by the latents that were drawn
   */
  record Encoded(
      byte[] bytes,
      double bits,
      double beforehand,
      double first,
      double labels,
      double information) {}

  /** Encodes. */
  Encoded encode(LevelImages images, long seed, IntConsumer progress) {
    Rans rans = new Rans(BitSource.seeded(seed));
    List<Integer> sizes = new ArrayList<>();
    double first = 0;
    double information = 0;
    for (int from = 0; from < images.count(); ) {
      int size = Math.min(images.count() - from, from == 0 ? 1 : next(rans, sizes));
      LevelImages part = images.slice(from, from + size);
      information +=
          order.encode(rans, part.batch(data.shape(), levels()), condition(part.labels()));
      for (int label : part.labels()) {
        pushLabel(rans, label);
      }
      sizes.add(size);
      from += size;
      first = from == 1 ? rans.bits() - labelBits() : first;
      progress.accept(from);
    }
    return new Encoded(
        bytes(rans, sizes, images),
        rans.bits(),
        rans.takenBits(),
        first,
        images.count() * labelBits(),
        information);
  }

  /** The next batch's size: as many as the bits suffice for, each taking what the worst did. */
  private int next(Rans rans, List<Integer> sizes) {
    double each = rans.takenBits() / sizes.get(0);
    int affordable = (int) Math.min(batch, rans.bits() / (RESERVE * each));
    return Math.max(1, affordable);
  }

  /**
   * Decodes.
   *
   * @param count how many examples it should hold
   * @throws DamagedException if it is not what was encoded with this seed and chain
   */
  LevelImages decode(byte[] bytes, int count, long seed, IntConsumer progress) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      List<Integer> sizes = readSizes(in, count);
      if (sizes.stream().mapToLong(Integer::longValue).sum() != count) {
        throw new DamagedException("it does not hold as many examples as it should");
      }
      int sum = in.readInt();
      long state = in.readLong();
      char[] words = new char[in.available() / Character.BYTES];
      for (int i = 0; i < words.length; i++) {
        words[i] = in.readChar();
      }
      Rans rans = Rans.of(state, words, count * order.draws());
      List<LevelImages> parts = new ArrayList<>();
      int done = 0;
      for (int i = sizes.size() - 1; i >= 0; i--) {
        parts.add(0, decodeBatch(rans, sizes.get(i)));
        done += sizes.get(i);
        progress.accept(done);
      }
      rans.checkEmpty(BitSource.seeded(seed));
      LevelImages images = LevelImages.joined(parts);
      if (images.checksum() != sum) {
        throw new DamagedException("its images are not those that were encoded");
      }
      return images;
    } catch (IOException tooShort) {
      throw new DamagedException("it is too short");
    }
  }

  private LevelImages decodeBatch(Rans rans, int size) {
    int[] labels = new int[size];
    for (int i = size - 1; i >= 0; i--) {
      labels[i] = popLabel(rans);
    }
    Batch x = order.decode(rans, condition(labels));
    return LevelImages.of(x, levels(), labels);
  }

  private Levels levels() {
    return data.levels().orElseThrow();
  }

  private Condition condition(int[] labels) {
    return conditional ? Condition.labels(labels) : Condition.none(labels.length);
  }

  /** Classes are coded evenly; none is one of them. */
  private int labelKinds() {
    return data.classes().size() + 1;
  }

  private double labelBits() {
    return Math.log(labelKinds()) / Math.log(2);
  }

  private void pushLabel(Rans rans, int label) {
    long share = (1L << Rans.FINEST) / labelKinds();
    rans.push((label - Condition.NONE) * share, share, Rans.FINEST);
  }

  private int popLabel(Rans rans) {
    long share = (1L << Rans.FINEST) / labelKinds();
    long kind = rans.peek(Rans.FINEST) / share;
    if (kind >= labelKinds()) {
      throw new DamagedException("an example in it has no such class");
    }
    rans.pop(kind * share, share, Rans.FINEST);
    return (int) kind + Condition.NONE;
  }

  /** Sizes of batches, equal ones together: how many sizes, then size and repeats of each. */
  private static byte[] bytes(Rans rans, List<Integer> sizes, LevelImages images) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      List<int[]> runs = new ArrayList<>();
      for (int size : sizes) {
        if (runs.isEmpty() || runs.get(runs.size() - 1)[0] != size) {
          runs.add(new int[] {size, 0});
        }
        runs.get(runs.size() - 1)[1]++;
      }
      out.writeShort(runs.size());
      for (int[] run : runs) {
        out.writeShort(run[0]);
        out.writeShort(run[1]);
      }
      out.writeInt(images.checksum());
      out.writeLong(rans.state());
      for (char word : rans.words()) {
        out.writeChar(word);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** At most so many, of one example or more: forged ones would fill the memory. */
  private static List<Integer> readSizes(DataInputStream in, int most) throws IOException {
    List<Integer> sizes = new ArrayList<>();
    for (int runs = in.readUnsignedShort(); runs > 0; runs--) {
      int size = in.readUnsignedShort();
      if (size < 1) {
        throw new DamagedException("it holds a batch of no example");
      }
      for (int repeats = in.readUnsignedShort(); repeats > 0; repeats--) {
        sizes.add(size);
        if (sizes.size() > most) {
          throw new DamagedException("it does not hold as many examples as it should");
        }
      }
    }
    return sizes;
  }
}
