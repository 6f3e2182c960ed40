package org.tweedie.engine.interchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A file of 32-bit floats as one of bfloat16, which keeps the upper half of each. */
final class UpperHalves {

  private static final Pattern OFFSETS = Pattern.compile("\\[(\\d+),(\\d+)\\]\\}");

  private UpperHalves() {}

  static byte[] of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) in.getLong();
    String header = new String(file, 8, length, StandardCharsets.UTF_8).replace(", ", ",");
    String halved =
        OFFSETS
            .matcher(header.replace("\"F32\"", "\"BF16\""))
            .replaceAll(found -> "[" + half(found, 1) + "," + half(found, 2) + "]}");
    byte[] text = halved.getBytes(StandardCharsets.UTF_8);
    int count = (file.length - 8 - length) / 4;
    ByteBuffer out =
        ByteBuffer.allocate(8 + text.length + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(text.length).put(text);
    in.position(8 + length);
    for (int i = 0; i < count; i++) {
      out.putShort((short) (in.getInt() >>> 16));
    }
    return out.array();
  }

  private static long half(MatchResult found, int group) {
    return Long.parseLong(found.group(group)) / 2;
  }
}
