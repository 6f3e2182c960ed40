package org.tweedie.engine.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.WholeFile;

/**
 * A file of compressed examples: the four letters {@code TWDC}, the format's version (2 bytes), the
 * header's length (4 bytes), the {@link CodecHeader}, CRC32C of all before (4 bytes), and the
 * chunks one after the other. Numbers are big-endian.
 *
 * @param header what is needed to decode it
 * @param chunks the bytes of each chunk; empty where they are damaged or missing
 */
public record CompressedFile(CodecHeader header, List<Optional<byte[]>> chunks) {

  /** The ending of such files' names. */
  public static final String ENDING = ".twd";

  private static final int MAGIC = 0x54574443;
  private static final int VERSION = 3;

  /** Letters, version and the header's length. */
  private static final int FRONT = 10;

  /** Copies. */
  public CompressedFile {
    chunks = List.copyOf(chunks);
  }

  /** CRC32C of some bytes. */
  static int checksum(byte[] bytes) {
    return checksum(bytes, bytes.length);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  /** The whole file. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    header.write(new DataOutputStream(inner));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeShort(VERSION);
    out.writeInt(inner.size());
    inner.writeTo(out);
    out.writeInt(checksum(bytes.toByteArray()));
    for (Optional<byte[]> chunk : chunks) {
      out.write(chunk.orElseThrow());
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a file. A chunk that is damaged or missing is left out; a damaged header leaves nothing.
   *
   * @throws FileFormatException if there is none, it is of another kind, or its header is damaged
   */
  public static CompressedFile read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = WholeFile.read(file);
    } catch (NoSuchFileException none) {
      throw new FileFormatException("There is no file %s.".formatted(file), none);
    }
    if (bytes.length < FRONT || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
      throw new FileFormatException(
          "%s is not a file that 'tweedie compress' wrote.".formatted(file));
    }
    int version = ByteBuffer.wrap(bytes).getShort(Integer.BYTES);
    if (version != VERSION) {
      throw new FileFormatException(
          "%s has version %d of the format, and this program reads version %d."
              .formatted(file, version, VERSION));
    }
    int length = ByteBuffer.wrap(bytes).getInt(FRONT - Integer.BYTES);
    if (length < 0 || length > bytes.length - FRONT - Integer.BYTES) {
      throw damaged(file);
    }
    int end = FRONT + length;
    if (ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw damaged(file);
    }
    return new CompressedFile(header(file, Arrays.copyOfRange(bytes, FRONT, end)), List.of())
        .withChunks(file, bytes, end + Integer.BYTES);
  }

  private static FileFormatException damaged(Path file) {
    return new FileFormatException(
        "%s is damaged in its header or cut off there: nothing of it can be decoded. Fetch it again."
            .formatted(file));
  }

  private static CodecHeader header(Path file, byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return CodecHeader.read(in);
    } catch (IOException | RuntimeException nonsense) {
      throw damaged(file);
    }
  }

  private CompressedFile withChunks(Path file, byte[] bytes, int from) throws IOException {
    List<Optional<byte[]>> found = new ArrayList<>();
    long at = from;
    for (CodecHeader.Chunk chunk : header.chunks()) {
      Optional<byte[]> whole = Optional.empty();
      if (at + chunk.length() <= bytes.length) {
        byte[] part = Arrays.copyOfRange(bytes, (int) at, (int) at + chunk.length());
        whole = Optional.of(part).filter(it -> checksum(it) == chunk.checksum());
      }
      found.add(whole);
      at += chunk.length();
    }
    if (at < bytes.length) {
      throw new FileFormatException(
          "%s goes on for %d bytes after its last chunk: something was put behind it. Fetch it again."
              .formatted(file, bytes.length - at));
    }
    return new CompressedFile(header, found);
  }
}
