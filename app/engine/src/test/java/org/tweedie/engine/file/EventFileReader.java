package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;

/** Reads an event file back, by the format's description and not by the code that writes it. */
public final class EventFileReader {

  private EventFileReader() {}

  /** All events of a file, whose checksums must fit. */
  public static List<Event> read(Path path) throws IOException {
    List<Event> events = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
      for (byte[] length = in.readNBytes(8); length.length > 0; length = in.readNBytes(8)) {
        assertThat(unmasked(Integer.reverseBytes(in.readInt()))).isEqualTo(crc(length));
        byte[] record = in.readNBytes(length[0] & 0xff | (length[1] & 0xff) << 8);
        assertThat(unmasked(Integer.reverseBytes(in.readInt()))).isEqualTo(crc(record));
        events.add(Event.parseFrom(record));
      }
    }
    return events;
  }

  private static int unmasked(int crc) {
    return Integer.rotateLeft(crc - 0xa282ead8, 15);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
