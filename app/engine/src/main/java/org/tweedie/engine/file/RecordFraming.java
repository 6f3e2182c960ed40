package org.tweedie.engine.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TensorFlow's framing of records: the length as eight little-endian bytes, the masked CRC-32C of
 * these, the record, and its masked CRC-32C
 * (https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details").
 */
final class RecordFraming {

  private static final int MASK_DELTA = 0xa282ead8;
  private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

  private RecordFraming() {}

  static void write(OutputStream out, byte[] record) throws IOException {
    ByteBuffer frame =
        ByteBuffer.allocate(HEADER_BYTES + record.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(record.length);
    frame.putInt(maskedCrc(frame.array(), 0, Long.BYTES));
    frame.put(record);
    frame.putInt(maskedCrc(record, 0, record.length));
    out.write(frame.array());
  }

  /** Rotated and shifted, since a checksum of data that hold checksums is weak. */
  static int maskedCrc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
